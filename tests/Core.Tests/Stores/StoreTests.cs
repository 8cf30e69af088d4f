using Portable.Redis;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

/// <summary>Tests sessions and progress on a real server.</summary>
public abstract class StoreTests<TServer> : StoreTestBase<TServer>
    where TServer : StoreServer, new()
{
    private RedisSessionStore Sessions => new(Redis);

    private RedisProgressStore Progress => new(Redis);

    [Fact]
    public async Task A_session_is_found_until_its_key_is_deleted()
    {
        await Sessions.CreateAsync("id", "José", TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal("José", await Sessions.FindUserAsync("id", CancellationToken.None));
        Assert.Equal("José", await Other.StringGetAsync("session:id"));
        Assert.InRange((await Other.KeyTimeToLiveAsync("session:id"))!.Value.TotalSeconds, 3500, 3600);

        await Other.KeyDeleteAsync("session:id");
        Assert.Null(await Sessions.FindUserAsync("id", CancellationToken.None));
    }

    [Fact]
    public async Task Progress_is_stored_by_slug()
    {
        Assert.Equal(0, (await Progress.GetCompletedAsync("u", CancellationToken.None)).Count);

        await Progress.MarkCompleteAsync("u", "a", "1", CancellationToken.None);
        await Progress.MarkCompleteAsync("u", "é", "2", CancellationToken.None);
        await Progress.MarkCompleteAsync("u", "a", "3", CancellationToken.None);

        Assert.Equal([("a", "3"), ("é", "2")], (await Progress.GetCompletedAsync("u", CancellationToken.None)).ToStrings());
        Assert.Equal("3", await Other.HashGetAsync("lessons:u", "a"));
        Assert.Null(await Other.KeyTimeToLiveAsync("lessons:u"));
    }

    [Fact]
    public async Task Completed_lessons_are_sorted_by_the_UTF8_bytes_of_their_slugs()
    {
        foreach (var slug in (string[])["\U0001F680", "b", "\uFF5E", "9", "é", "a"])
            await Progress.MarkCompleteAsync("u", slug, "1", CancellationToken.None);

        var lessons = await Progress.GetCompletedAsync("u", CancellationToken.None);

        Assert.Equal(["9", "a", "b", "é", "\uFF5E", "\U0001F680"], lessons.ToStrings().Select(lesson => lesson.Slug));
    }

    [Fact]
    public async Task Progress_can_be_undone_repeatedly()
    {
        await Progress.MarkCompleteAsync("u", "a", "1", CancellationToken.None);
        await Progress.MarkCompleteAsync("u", "é", "2", CancellationToken.None);

        await Progress.UndoCompleteAsync("u", "é", CancellationToken.None);
        await Progress.UndoCompleteAsync("u", "é", CancellationToken.None);
        await Progress.UndoCompleteAsync("nobody", "a", CancellationToken.None);

        Assert.Equal(["a"], (await Other.HashKeysAsync("lessons:u")).Select(slug => slug.ToString()));
    }

    [Fact]
    public async Task Completed_lessons_are_counted_and_found()
    {
        Assert.Equal((0, false), (await Progress.CountCompletedAsync("u", CancellationToken.None), await Progress.IsCompletedAsync("u", "a", CancellationToken.None)));

        await Progress.MarkCompleteAsync("u", "a", "1", CancellationToken.None);

        Assert.Equal((1, true), (await Progress.CountCompletedAsync("u", CancellationToken.None), await Progress.IsCompletedAsync("u", "a", CancellationToken.None)));
        Assert.False(await Progress.IsCompletedAsync("u", "b", CancellationToken.None));
    }

    [Fact]
    public async Task A_session_can_be_extended_and_deleted()
    {
        await Sessions.CreateAsync("id", "José", TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal("José", await Sessions.FindUserAndExtendAsync("id", TimeSpan.FromSeconds(600), CancellationToken.None));
        Assert.InRange((await Other.KeyTimeToLiveAsync("session:id"))!.Value.TotalSeconds, 500, 600);
        Assert.Equal("José", await Sessions.FindAndDeleteAsync("id", CancellationToken.None));
        Assert.Null(await Sessions.FindAndDeleteAsync("id", CancellationToken.None));
        Assert.Null(await Sessions.FindUserAndExtendAsync("id", TimeSpan.FromSeconds(600), CancellationToken.None));
    }

    [Fact]
    public async Task Slugs_that_are_not_UTF8_are_listed_as_one_replaced_slug()
    {
        await Other.HashSetAsync("lessons:u", [new(new byte[] { 0xff }, "1"), new(new byte[] { 0xfe }, "2")]);

        Assert.Equal("\uFFFD", Assert.Single((await Progress.GetCompletedAsync("u", CancellationToken.None)).ToStrings()).Slug);
    }

    [Fact]
    public async Task A_session_whose_user_is_not_UTF8_has_no_user()
    {
        await Other.StringSetAsync("session:id", new byte[] { 0xff });

        Assert.Null(await Sessions.FindUserAsync("id", CancellationToken.None));
    }

    [Fact]
    public async Task A_key_of_the_wrong_type_throws_a_store_exception()
    {
        await Other.ListLeftPushAsync("session:list", "x");
        await Other.StringSetAsync("lessons:string", "x");

        await Assert.ThrowsAsync<StoreException>(() => Sessions.FindUserAsync("list", CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => Progress.GetCompletedAsync("string", CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => Progress.MarkCompleteAsync("string", "a", "1", CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => Progress.UndoCompleteAsync("string", "a", CancellationToken.None));
    }

    [Fact]
    public async Task A_store_call_with_a_cancelled_token_throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sessions.FindUserAsync("id", cancelled.Token));
    }
}
