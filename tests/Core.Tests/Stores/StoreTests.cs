using System.Globalization;
using Lessons.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

/// <summary>The stores against a real server: derived for each kind.</summary>
public abstract class StoreTests : IAsyncLifetime
{
    private RedisConnection? _redis;
    private ConnectionMultiplexer? _other;

    private RedisSessionStore Sessions => new(_redis!);

    private RedisProgressStore Progress => new(_redis!);

    /// <summary>Another client's view of the same server.</summary>
    private IDatabase Other => _other!.GetDatabase(Database);

    protected abstract int Port { get; }

    protected virtual int Database => 0;

    protected abstract ValueTask StartServerAsync();

    protected abstract ValueTask StopServerAsync();

    public async ValueTask InitializeAsync()
    {
        await StartServerAsync();
        _other = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port}");
        Assert.True(RedisUrl.TryParse($"redis://127.0.0.1:{Port}/{Database}", out var url, out _));
        _redis = RedisConnection.Open(url, new AppSettings { RedisTimeout = TimeSpan.FromSeconds(10) }, NullLogger.Instance); // however busy the machine is
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _redis!.DisposeAsync();
        await _other!.DisposeAsync();
        await StopServerAsync();
    }

    [Fact]
    public async Task A_session_is_found_until_it_is_gone()
    {
        await Sessions.CreateAsync("id", "José", TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal("José", await Sessions.FindUserAsync("id", CancellationToken.None));
        Assert.Equal("José", await Other.StringGetAsync("session:id"));
        Assert.InRange((await Other.KeyTimeToLiveAsync("session:id"))!.Value.TotalSeconds, 3500, 3600);

        await Other.KeyDeleteAsync("session:id");
        Assert.Null(await Sessions.FindUserAsync("id", CancellationToken.None));
    }

    [Fact]
    public async Task Progress_is_kept_by_slug()
    {
        Assert.Empty(await Progress.GetCompletedAsync("u", CancellationToken.None));

        await Progress.MarkCompleteAsync("u", "a", "1", CancellationToken.None);
        await Progress.MarkCompleteAsync("u", "é", "2", CancellationToken.None);
        await Progress.MarkCompleteAsync("u", "a", "3", CancellationToken.None);

        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "3", ["é"] = "2" },
            await Progress.GetCompletedAsync("u", CancellationToken.None));
        Assert.Equal("3", await Other.HashGetAsync("lessons:u", "a"));
        Assert.Null(await Other.KeyTimeToLiveAsync("lessons:u"));
    }

    [Fact]
    public async Task Progress_can_be_undone_as_often_as_one_likes()
    {
        await Progress.MarkCompleteAsync("u", "a", "1", CancellationToken.None);
        await Progress.MarkCompleteAsync("u", "é", "2", CancellationToken.None);

        await Progress.UndoCompleteAsync("u", "é", CancellationToken.None);
        await Progress.UndoCompleteAsync("u", "é", CancellationToken.None);
        await Progress.UndoCompleteAsync("nobody", "a", CancellationToken.None);

        Assert.Equal(["a"], (await Other.HashKeysAsync("lessons:u")).Select(slug => slug.ToString()));
    }

    [Fact]
    public async Task Of_two_changes_of_a_password_at_once_one_is_made()
    {
        var accounts = new RedisAccountStore(_redis!);
        Assert.Null(await accounts.FindHashAsync("u", CancellationToken.None));
        Assert.True(await accounts.TryAddAsync("u", "first", CancellationToken.None));
        Assert.False(await accounts.TryAddAsync("u", "other", CancellationToken.None));

        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => accounts.TryReplaceAsync("u", "first", $"{i}", CancellationToken.None)));

        Assert.Equal(Array.IndexOf(changes, true).ToString(CultureInfo.InvariantCulture), await accounts.FindHashAsync("u", CancellationToken.None));
        Assert.Single(changes, change => change);
        Assert.False(await accounts.TryReplaceAsync("u", "first", "late", CancellationToken.None));
        Assert.True(await accounts.RemoveAsync("u", CancellationToken.None));
        Assert.False(await accounts.TryReplaceAsync("u", "first", "late", CancellationToken.None));
        Assert.False(await Other.KeyExistsAsync("user:u"));
    }

    [Theory]
    [InlineData("2", "the owner's")]
    [InlineData("1", "the owner's")]
    [InlineData("name", "of another program")]
    public async Task A_name_with_a_hash_of_any_fields_is_taken_and_stays_as_it_is(string field, string value)
    {
        var accounts = new RedisAccountStore(_redis!);
        await Other.HashSetAsync("user:u", field, value);

        Assert.False(await accounts.TryAddAsync("u", "the stranger's", CancellationToken.None));

        Assert.Equal([new HashEntry(field, value)], await Other.HashGetAllAsync("user:u"));
        Assert.Equal(field == "name" ? null : value, await accounts.FindHashAsync("u", CancellationToken.None));
    }

    [Fact]
    public async Task Of_registrations_at_once_one_is_made()
    {
        var accounts = new RedisAccountStore(_redis!);

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => accounts.TryAddAsync("u", $"{i}", CancellationToken.None)));

        Assert.Single(added, isAdded => isAdded);
        Assert.Equal(Array.IndexOf(added, true).ToString(CultureInfo.InvariantCulture), await accounts.FindHashAsync("u", CancellationToken.None));
    }

    [Fact]
    public async Task The_index_lasts_as_long_as_its_longest_session()
    {
        var index = new RedisSessionIndex(_redis!);
        Task AddAsync(string id, int seconds) => index.AddAsync("u", id, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), TimeSpan.FromSeconds(seconds), 100, CancellationToken.None);

        await AddAsync("long", 3600);
        await AddAsync("short", 2);
        Assert.InRange((await Other.KeyTimeToLiveAsync("sessions:u"))!.Value.TotalSeconds, 3500, 3600);

        await Other.KeyDeleteAsync("sessions:u");
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => AddAsync($"{i}", i * 100)));
        Assert.InRange((await Other.KeyTimeToLiveAsync("sessions:u"))!.Value.TotalSeconds, 1900, 2000);
    }

    [Fact]
    public async Task Completed_lessons_are_counted_and_looked_up()
    {
        Assert.Equal((0, false), (await Progress.CountCompletedAsync("u", CancellationToken.None), await Progress.IsCompletedAsync("u", "a", CancellationToken.None)));

        await Progress.MarkCompleteAsync("u", "a", "1", CancellationToken.None);

        Assert.Equal((1, true), (await Progress.CountCompletedAsync("u", CancellationToken.None), await Progress.IsCompletedAsync("u", "a", CancellationToken.None)));
        Assert.False(await Progress.IsCompletedAsync("u", "b", CancellationToken.None));
    }

    [Fact]
    public async Task A_count_ends_a_window_after_it_began_and_one_that_has_no_end_is_given_one()
    {
        var attempts = new RedisAttemptStore(_redis!);
        var window = TimeSpan.FromSeconds(300);

        Assert.Equal((1, window), await attempts.AddAsync("throttle:a", 1, window, CancellationToken.None));
        await Other.KeyExpireAsync("throttle:a", TimeSpan.FromSeconds(100));
        var (count, left) = await attempts.AddAsync("throttle:a", 1, window, CancellationToken.None);
        Assert.Equal(2, count);
        Assert.InRange(left.TotalSeconds, 50, 100);

        await Other.KeyPersistAsync("throttle:a");
        Assert.Equal((1, window), await attempts.AddAsync("throttle:a", -1, window, CancellationToken.None));
        Assert.InRange((await Other.KeyTimeToLiveAsync("throttle:a"))!.Value.TotalSeconds, 250, 300);
    }

    [Fact]
    public async Task The_oldest_sessions_beyond_the_most_are_told_and_those_that_are_over()
    {
        var index = new RedisSessionIndex(_redis!);
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        Task<string[]> AddAsync(string id, int age) => index.AddAsync("u", id, now.AddSeconds(age), TimeSpan.FromSeconds(60), 2, CancellationToken.None);

        Assert.Empty(await AddAsync("a", 0));
        Assert.Empty(await AddAsync("b", 1));
        Assert.Equal(["a"], await AddAsync("c", 2));
        await index.RemoveAsync("u", ["a"], CancellationToken.None);
        Assert.Equal(["b"], await AddAsync("d", 61)); // it is over
        Assert.Equal(["b", "c"], await AddAsync("e", 62)); // both are by then
        await index.RemoveAsync("u", ["b", "c"], CancellationToken.None);

        Assert.Equal(["d", "e"], await index.ListAsync("u", CancellationToken.None));
    }

    [Fact]
    public async Task Of_two_sessions_of_one_second_the_first_is_the_oldest()
    {
        var index = new RedisSessionIndex(_redis!);
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        Task<string[]> AddAsync(string id, int milliseconds) => index.AddAsync("u", id, now.AddMilliseconds(milliseconds), TimeSpan.FromSeconds(60), 1, CancellationToken.None);

        Assert.Empty(await AddAsync("b", 1));
        Assert.Equal(["b"], await AddAsync("a", 2));
    }

    [Fact]
    public async Task A_session_is_extended_and_deleted()
    {
        await Sessions.CreateAsync("id", "José", TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal("José", await Sessions.FindUserAndExtendAsync("id", TimeSpan.FromSeconds(600), CancellationToken.None));
        Assert.InRange((await Other.KeyTimeToLiveAsync("session:id"))!.Value.TotalSeconds, 500, 600);
        Assert.Equal("José", await Sessions.FindAndDeleteAsync("id", CancellationToken.None));
        Assert.Null(await Sessions.FindAndDeleteAsync("id", CancellationToken.None));
        Assert.Null(await Sessions.FindUserAndExtendAsync("id", TimeSpan.FromSeconds(600), CancellationToken.None));
    }

    [Fact]
    public async Task Fields_that_are_no_utf8_are_listed_all_the_same()
    {
        await Other.HashSetAsync("lessons:u", [new(new byte[] { 0xff }, "1"), new(new byte[] { 0xfe }, "2")]);

        Assert.Equal("\uFFFD", Assert.Single(await Progress.GetCompletedAsync("u", CancellationToken.None)).Key);
    }

    [Fact]
    public async Task A_user_that_is_no_utf8_is_nobody()
    {
        await Other.StringSetAsync("session:id", new byte[] { 0xff });

        Assert.Null(await Sessions.FindUserAsync("id", CancellationToken.None));
    }

    [Fact]
    public async Task Keys_of_the_wrong_type_are_store_exceptions()
    {
        await Other.ListLeftPushAsync("session:list", "x");
        await Other.StringSetAsync("lessons:string", "x");

        await Assert.ThrowsAsync<StoreException>(() => Sessions.FindUserAsync("list", CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => Progress.GetCompletedAsync("string", CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => Progress.MarkCompleteAsync("string", "a", "1", CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => Progress.UndoCompleteAsync("string", "a", CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_request_waits_no_longer()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sessions.FindUserAsync("id", cancelled.Token));
    }
}
