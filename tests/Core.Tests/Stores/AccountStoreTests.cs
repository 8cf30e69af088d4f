using System.Globalization;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

/// <summary>Tests accounts, the index of a user's sessions, and counts of attempts on a real server.</summary>
public abstract class AccountStoreTests<TServer> : StoreTestBase<TServer>
    where TServer : StoreServer, new()
{
    [Fact]
    public async Task Only_one_of_8_simultaneous_password_changes_succeeds()
    {
        var accounts = new RedisAccountStore(Redis);
        Assert.Null(await accounts.FindAsync("u", CancellationToken.None));
        Assert.True(await accounts.TryAddAsync("u", "first"));
        Assert.False(await accounts.TryAddAsync("u", "other"));

        var first = new StoredPassword(1, "first");
        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => accounts.TryReplaceAsync("u", first, $"{i}")));

        Assert.Equal(new StoredPassword(2, Array.IndexOf(changes, true).ToString(CultureInfo.InvariantCulture)), await accounts.FindAsync("u", CancellationToken.None));
        Assert.Single(changes, change => change);
        Assert.False(await accounts.TryReplaceAsync("u", first, "late"));
        Assert.True(await accounts.RemoveAsync("u", CancellationToken.None));
        Assert.False(await accounts.TryReplaceAsync("u", first, "late"));
        Assert.False(await Other.KeyExistsAsync("user:u"));
    }

    [Theory]
    [InlineData("2", "the owner's")]
    [InlineData("1", "the owner's")]
    [InlineData("name", "of another program")]
    public async Task A_userId_whose_key_has_any_field_is_taken_and_stays_unchanged(string field, string value)
    {
        var accounts = new RedisAccountStore(Redis);
        await Other.HashSetAsync("user:u", field, value);

        Assert.False(await accounts.TryAddAsync("u", "the stranger's"));

        Assert.Equal([new HashEntry(field, value)], await Other.HashGetAllAsync("user:u"));
        Assert.True(await accounts.ExistsAsync("u", CancellationToken.None));
        Assert.Equal(field == "name" ? null : value, (await accounts.FindAsync("u", CancellationToken.None))?.Hash);
    }

    [Fact]
    public async Task Only_one_of_8_simultaneous_registrations_succeeds()
    {
        var accounts = new RedisAccountStore(Redis);

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => accounts.TryAddAsync("u", $"{i}")));

        Assert.Single(added, isAdded => isAdded);
        Assert.Equal(new StoredPassword(1, Array.IndexOf(added, true).ToString(CultureInfo.InvariantCulture)), await accounts.FindAsync("u", CancellationToken.None));
    }

    [Fact]
    public async Task The_session_index_lasts_as_long_as_its_longest_session()
    {
        var index = new RedisSessionIndex(Redis);
        Task AddAsync(string id, int seconds) => index.AddAsync("u", id, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), TimeSpan.FromSeconds(seconds), null, 100, CancellationToken.None);

        await AddAsync("long", 3600);
        await AddAsync("short", 2);
        Assert.InRange((await Other.KeyTimeToLiveAsync("sessions:u"))!.Value.TotalSeconds, 3500, 3600);

        await Other.KeyDeleteAsync("sessions:u");
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => AddAsync($"{i}", i * 100)));
        Assert.InRange((await Other.KeyTimeToLiveAsync("sessions:u"))!.Value.TotalSeconds, 1900, 2000);
    }

    [Fact]
    public async Task AddAsync_returns_ended_sessions_and_the_oldest_above_the_maximum()
    {
        var index = new RedisSessionIndex(Redis);
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        Task<string[]> AddAsync(string id, int age) => index.AddAsync("u", id, now.AddSeconds(age), TimeSpan.FromSeconds(60), null, 2, CancellationToken.None);

        Assert.Empty(await AddAsync("a", 0));
        Assert.Empty(await AddAsync("b", 1));
        Assert.Equal(["a"], await AddAsync("c", 2));
        await index.RemoveAsync("u", ["a"], CancellationToken.None);
        Assert.Equal(["b"], await AddAsync("d", 61)); // the session b is over
        Assert.Equal(["b", "c"], await AddAsync("e", 62)); // the sessions b and c are over
        await index.RemoveAsync("u", ["b", "c"], CancellationToken.None);

        Assert.Equal(["d", "e"], await index.ListAsync("u", CancellationToken.None));
    }

    [Fact]
    public async Task The_session_index_orders_sessions_of_one_second_by_millisecond()
    {
        var index = new RedisSessionIndex(Redis);
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        Task<string[]> AddAsync(string id, int milliseconds) => index.AddAsync("u", id, now.AddMilliseconds(milliseconds), TimeSpan.FromSeconds(60), null, 1, CancellationToken.None);

        Assert.Empty(await AddAsync("b", 1));
        Assert.Equal(["b"], await AddAsync("a", 2));
    }

    [Fact]
    public async Task A_shorter_session_does_not_shorten_the_index()
    {
        var index = new RedisSessionIndex(Redis);
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        Assert.Null(await index.FindEndAsync("u", CancellationToken.None));

        await index.AddAsync("u", "long", now, TimeSpan.FromSeconds(3600), null, 100, CancellationToken.None);
        var end = await index.FindEndAsync("u", CancellationToken.None);
        await index.AddAsync("u", "short", now, TimeSpan.FromSeconds(2), end, 100, CancellationToken.None);

        Assert.Equal(now.AddSeconds(3600), end);
        Assert.InRange((await Other.KeyTimeToLiveAsync("sessions:u"))!.Value.TotalSeconds, 3500, 3600);
    }

    [Fact]
    public async Task A_count_keeps_its_time_to_live()
    {
        var attempts = new RedisAttemptStore(Redis);

        Assert.Equal((1, null), await attempts.AddAsync("throttle:a", 1));
        await attempts.ExpireAsync("throttle:a", TimeSpan.FromSeconds(100));
        var (count, left) = await attempts.AddAsync("throttle:a", 1);
        Assert.Equal(2, count);
        Assert.InRange(left!.Value.TotalSeconds, 50, 100);

        await Other.KeyPersistAsync("throttle:a");
        Assert.Equal((1, null), await attempts.AddAsync("throttle:a", -1));
    }
}
