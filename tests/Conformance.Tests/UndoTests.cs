using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class UndoTests(HostPool hosts)
{
    private const string Undone = """{"LessonSlug":"123","Completed":false}""";

    [Theory, EveryHost]
    public async Task A_lesson_that_is_undone_is_no_longer_completed(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        await hosts.Redis.HashSetAsync("lessons:" + user, [new("123", "2022-10-12T02:01:14+03:00"), new("124", "2022-10-12T02:01:14+03:00")]);

        Answer.IsJson(200, Undone, await service.SendAsync("DELETE /lessons/123/mark-complete", [cookie]));
        Answer.IsJson(200, """{"Lessons":{"124":"2022-10-12T02:01:14+03:00"}}""", await service.SendAsync("GET /lessons/completed", [cookie]));
        Assert.Equal(200, (await service.SendAsync("POST /lessons/123/mark-complete", [cookie])).Status);
        Assert.True(await hosts.Redis.HashExistsAsync("lessons:" + user, "123"));
    }

    [Theory, HostCase, EveryHost]
    public async Task Undoing_a_lesson_that_is_not_completed_returns_200(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());

        Answer.IsJson(200, Undone, await service.SendAsync("DELETE /lessons/123/mark-complete", [cookie]));
        Answer.IsJson(200, Undone, await service.SendAsync("DELETE /lessons/123/mark-complete", [cookie], "a body"));
    }

    [Theory, EveryHost]
    public async Task An_undo_decodes_the_slug_as_a_mark_does(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        await hosts.Redis.HashSetAsync("lessons:" + user, "café", "t");

        Assert.Equal(200, (await service.SendAsync("DELETE /lessons/caf%c3%a9/mark-complete", [cookie])).Status);
        Assert.False(await hosts.Redis.KeyExistsAsync("lessons:" + user));
        Answer.IsError(400, "Invalid lessonSlug", await service.SendAsync("DELETE /lessons/a%2Fb/mark-complete", [cookie]));
    }

    [Theory, EveryHost]
    public async Task A_user_cannot_undo_a_lesson_of_another_user(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        await hosts.Redis.HashSetAsync("lessons:" + user, "123", "t");

        Answer.IsForbidden(await service.SendAsync("DELETE /lessons/123/mark-complete"));
        Answer.IsJson(200, Undone, await service.SendAsync("DELETE /lessons/123/mark-complete", [await service.LoginAsync(Some.User())]));
        Assert.True(await hosts.Redis.HashExistsAsync("lessons:" + user, "123"));
    }
}
