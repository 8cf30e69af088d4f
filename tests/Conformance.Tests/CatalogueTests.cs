using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class CatalogueTests(HostPool hosts)
{
    private const string Introduction = "\"Slug\":\"intro\",\"Title\":\"Introduction\",\"Course\":\"Go\",\"Completed\":";
    private const string Types = "\"Slug\":\"types\",\"Title\":\"Types\",\"Course\":\"Go\",\"Completed\":";
    private const string Coffee = "\"Slug\":\"café\",\"Title\":\"Coffee break\",\"Course\":null,\"Completed\":";

    [Theory, EveryHost]
    public async Task Every_lesson_is_listed_with_the_progress_of_the_user(string host)
    {
        var service = await hosts.GetCourseAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        Answer.IsJson(
            200,
            $$$"""{"Lessons":[{{{{Introduction}}}null},{{{{Types}}}null},{{{{Coffee}}}null}],"Completed":0,"Total":3,"Percent":0,"LastCompleted":null}""",
            await service.SendAsync("GET /lessons", [cookie]));

        await hosts.Redis.HashSetAsync("lessons:" + user, [new("intro", "2022-10-12T02:01:14+03:00"), new("café", "2022-10-11T23:01:15Z"), new("gone", "2030-01-01T00:00:00Z")]);

        Answer.IsJson(
            200,
            $$$"""{"Lessons":[{{{{Introduction}}}"2022-10-12T02:01:14+03:00"},{{{{Types}}}null},{{{{Coffee}}}"2022-10-11T23:01:15Z"}],"Completed":2,"Total":3,"Percent":66,"LastCompleted":"café"}""",
            await service.SendAsync("GET /lessons", [cookie]));
    }

    [Theory, EveryHost]
    public async Task The_list_without_a_catalogue_contains_the_completed_lessons(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        Answer.IsJson(200, """{"Lessons":[],"Completed":0,"Total":0,"Percent":0,"LastCompleted":null}""", await service.SendAsync("GET /lessons", [cookie]));

        await hosts.Redis.HashSetAsync("lessons:" + user, [new("b", "2022-10-12T02:01:14+03:00"), new("a", "no time")]);

        Answer.IsJson(
            200,
            """{"Lessons":[{"Slug":"a","Title":"a","Course":null,"Completed":"no time"},{"Slug":"b","Title":"b","Course":null,"Completed":"2022-10-12T02:01:14+03:00"}],"Completed":2,"Total":2,"Percent":100,"LastCompleted":"b"}""",
            await service.SendAsync("GET /lessons", [cookie]));
    }

    [Theory, EveryHost]
    public async Task GET_lessons_without_a_session_returns_403_and_HEAD_has_no_body(string host)
    {
        var service = await hosts.GetCourseAsync(host);

        Answer.IsForbidden(await service.SendAsync("GET /lessons"));
        var head = await service.SendAsync("HEAD /lessons", [await service.LoginAsync(Some.User())]);
        Assert.Equal((200, ""), (head.Status, head.Body));
    }

    [Theory]
    [EveryHost("INTRO")]
    [EveryHost("intro2")]
    [EveryHost("gone")]
    [EveryHost("completed")]
    public async Task A_slug_that_is_not_in_the_catalogue_returns_404_and_stores_nothing(string host, string slug)
    {
        var service = await hosts.GetCourseAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        await hosts.Redis.HashSetAsync("lessons:" + user, "gone", "t");

        Answer.IsError(404, "Unknown lesson", await service.SendAsync($"POST /lessons/{slug}/mark-complete", [cookie]));
        Answer.IsError(404, "Unknown lesson", await service.SendAsync($"DELETE /lessons/{slug}/mark-complete", [cookie]));
        Answer.IsForbidden(await service.SendAsync($"POST /lessons/{slug}/mark-complete"));
        Assert.Equal(["gone"], (await hosts.Redis.HashKeysAsync("lessons:" + user)).Select(key => key.ToString()));
    }

    [Theory, EveryHost]
    public async Task An_invalid_slug_returns_400_with_a_catalogue_too(string host)
    {
        var service = await hosts.GetCourseAsync(host);

        Answer.IsError(400, "Invalid lessonSlug", await service.SendAsync("POST /lessons/a%2Fb/mark-complete", [await service.LoginAsync(Some.User())]));
    }

    [Theory, EveryHost]
    public async Task A_listed_lesson_is_marked_and_undone_by_its_decoded_slug(string host)
    {
        var service = await hosts.GetCourseAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);

        Assert.Equal(200, (await service.SendAsync("POST /lessons/caf%C3%A9/mark-complete", [cookie])).Status);
        Assert.True(await hosts.Redis.HashExistsAsync("lessons:" + user, "café"));
        Assert.Equal(200, (await service.SendAsync("DELETE /lessons/caf%C3%A9/mark-complete", [cookie])).Status);
        Assert.False(await hosts.Redis.HashExistsAsync("lessons:" + user, "café"));
    }

    [Theory, HostCase, EveryHost]
    public async Task An_invalid_lessons_file_is_logged_with_its_line_and_login_fails(string host)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "lessons.json");
        await File.WriteAllTextAsync(file, "[\n{\"slug\":\"a\",\"title\":\"A\"},\n{\"slug\":\"b\"}\n]");
        var sentence = $"{file}, line 3: the lesson has no title.";

        try
        {
            await using var service = await hosts.StartAsync(host, hosts.RedisPort, ("LESSONS_FILE", file));
            var response = await service.SendAsync("GET /login?userId=x");
            if (host.StartsWith("azure", StringComparison.Ordinal))
                Answer.IsError(503, "The service is not configured", response);
            else
                Assert.InRange(response.Status, 500, 599); // The stand-in for the platform sends this response, because the host's program did not start.
            await service.FindLineAsync(sentence);
        }
        catch (InvalidOperationException exception) // Kestrel has no platform around the program, so the program exits.
        {
            Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
        }
    }
}
