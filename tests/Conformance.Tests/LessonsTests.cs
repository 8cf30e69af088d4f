using System.Globalization;
using System.Text.Json;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Conformance;

public sealed class LessonsTests(HostPool hosts)
{
    private const string Completed = "GET /lessons/completed";

    [Theory, EveryHost]
    public async Task A_marked_lesson_is_in_the_list_with_its_time(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        var marked = await service.SendAsync("POST /lessons/123/mark-complete", [cookie]);

        var time = JsonDocument.Parse(marked.Body).RootElement.GetProperty("LastCompleted").GetString()!;
        Answer.IsJson(200, $$"""{"LessonSlug":"123","LastCompleted":"{{time}}"}""", marked);
        var parsed = DateTimeOffset.ParseExact(time, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(parsed, before, TimeProvider.System.GetUtcNow());
        Answer.IsJson(200, $$$"""{"Lessons":{"123":"{{{time}}}"}}""", await service.SendAsync(Completed, [cookie]));
        Assert.Equal(time, await hosts.Redis.HashGetAsync("lessons:" + user, "123"));
        Assert.Null(await hosts.Redis.KeyTimeToLiveAsync("lessons:" + user));
    }

    [Theory, EveryHost]
    public async Task Marking_a_lesson_again_overwrites_its_time(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        await hosts.Redis.HashSetAsync("lessons:" + user, "123", "2022-10-12T02:01:14+03:00");
        Answer.IsJson(200, """{"Lessons":{"123":"2022-10-12T02:01:14+03:00"}}""", await service.SendAsync(Completed, [cookie]));

        await service.SendAsync("POST /lessons/123/mark-complete", [cookie]);

        var time = (await hosts.Redis.HashGetAsync("lessons:" + user, "123")).ToString();
        Assert.EndsWith("Z", time, StringComparison.Ordinal);
        Answer.IsJson(200, $$$"""{"Lessons":{"123":"{{{time}}}"}}""", await service.SendAsync(Completed, [cookie]));
    }

    [Theory, EveryHost]
    public async Task A_user_does_not_get_the_progress_of_another_user(string host)
    {
        var service = await hosts.GetAsync(host);
        await service.SendAsync("POST /lessons/123/mark-complete", [await service.LoginAsync(Some.User())]);

        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [await service.LoginAsync(Some.User())]));
    }

    [Theory, HostCase, EveryHost]
    public async Task A_list_of_five_megabytes_is_sent_completely(string host)
    {
        const int Count = 25_000;
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        await hosts.Redis.HashSetAsync("lessons:" + user, [.. Enumerable.Range(0, Count).Select(i => new HashEntry($"{i:D6}-{new string('x', 180)}", "2022-10-11T23:01:14Z"))]);

        var list = await service.SendAsync(Completed, [cookie]);

        Assert.InRange(list.Body.Length, 5_000_000, 6_000_000); // Lambda's limit for a response is 6 MB, including the escapes in its JSON envelope.
        var lessons = JsonDocument.Parse(list.Body).RootElement.GetProperty("Lessons").EnumerateObject().ToList();
        Assert.Equal((Count, "024999-" + new string('x', 180), "2022-10-11T23:01:14Z"), (lessons.Count, lessons[^1].Name, lessons[^1].Value.GetString()));
        await hosts.Redis.KeyDeleteAsync("lessons:" + user);
    }

    [Theory, EveryHost]
    public async Task The_list_is_sorted_by_the_UTF_8_bytes_of_the_slugs(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        // U+FF5E sorts before U+1F680 by UTF-8, and after U+1F680 by UTF-16.
        string[] sorted = ["10", "9", "B", "a", "aa", "é", "\uFF5E", "🚀"];
        foreach (var slug in sorted.Reverse())
            await hosts.Redis.HashSetAsync("lessons:" + user, slug, "t");

        var response = await service.SendAsync(Completed, [cookie]);

        Answer.IsJson(200, $$$"""{"Lessons":{{{{string.Join(',', sorted.Select(slug => $"\"{slug}\":\"t\""))}}}}}""", Unescaped(response));
    }

    [Theory, EveryHost]
    public async Task A_thousand_lessons_are_listed(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        await hosts.Redis.HashSetAsync("lessons:" + user, [.. Enumerable.Range(1000, 1000).Select(i => new StackExchange.Redis.HashEntry(i, "t"))]);

        var lessons = JsonDocument.Parse((await service.SendAsync(Completed, [cookie])).Body).RootElement.GetProperty("Lessons");

        Assert.Equal(Enumerable.Range(1000, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture)), lessons.EnumerateObject().Select(lesson => lesson.Name));
    }

    [Theory, HostCase]
    [EveryHost("caf%C3%A9", "café")]
    [EveryHost("caf%c3%a9", "café")]
    [EveryHost("completed", "completed")]
    [EveryHost("%41+%20b", "A+ b")]
    [EveryHost("%25zz", "%zz")]
    [EveryHost("...", "...")]
    [EveryHost("a.b", "a.b")]
    [EveryHost("%22%5C%3C", "\"\\<")]
    [EveryHost("%F0%9F%9A%80", "🚀")]
    [EveryHost("a?b=%zz", "a")]
    public async Task A_slug_is_decoded_once(string host, string target, string slug)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        var (path, query) = (target.Split('?')[0], target.Contains('?', StringComparison.Ordinal) ? "?" + target.Split('?')[1] : "");

        var response = await service.SendAsync($"POST /lessons/{path}/mark-complete{query}", [cookie]);

        Assert.Equal(200, response.Status);
        Assert.Equal(slug, JsonDocument.Parse(response.Body).RootElement.GetProperty("LessonSlug").GetString());
        Assert.Equal([slug], (await hosts.Redis.HashKeysAsync("lessons:" + user)).Select(key => key.ToString()));
    }

    [Theory, HostCase]
    [EveryHost("")]
    [EveryHost(".")]
    [EveryHost("..")]
    [EveryHost("%2e%2E")]
    [EveryHost("%2F")]
    [EveryHost("a%2fb")]
    [EveryHost("a%0Ab")]
    [EveryHost("%7F")]
    [EveryHost("%C2%80")]
    [EveryHost("%ff")]
    [EveryHost("%C3")]
    [EveryHost("%ED%A0%80")]
    [EveryHost("%C0%AF")]
    public async Task An_invalid_slug_returns_400_and_stores_nothing(string host, string slug)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);

        Answer.IsError(400, "Invalid lessonSlug", await service.SendAsync($"POST /lessons/{slug}/mark-complete", [cookie]));
        Answer.IsForbidden(await service.SendAsync($"POST /lessons/{slug}/mark-complete"));
        Assert.False(await hosts.Redis.KeyExistsAsync("lessons:" + user));
    }

    // A platform either returns 400 itself (Kestrel's 400 has no body), or passes the path on to our code.
    [Theory, HostCase, EveryHost]
    public async Task A_slug_with_a_null_character_returns_400_and_stores_nothing(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);

        var response = await service.SendAsync("POST /lessons/a%00b/mark-complete", [cookie]);

        Assert.Equal(400, response.Status);
        Assert.Contains(response.Body.TrimEnd('\n'), new[] { "", ErrorBody.Of("Invalid lessonSlug") });
        Assert.False(await hosts.Redis.KeyExistsAsync("lessons:" + user));
    }

    [Theory, EveryHost]
    public async Task A_slug_of_200_bytes_is_accepted_and_a_longer_slug_returns_400(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());
        var longest = string.Concat(Enumerable.Repeat("%C3%A9", 100));

        Assert.Equal(200, (await service.SendAsync($"POST /lessons/{longest}/mark-complete", [cookie])).Status);
        Answer.IsError(400, "Invalid lessonSlug", await service.SendAsync($"POST /lessons/{longest}a/mark-complete", [cookie]));
    }

    [Theory, HostCase, EveryHost]
    public async Task A_mark_ignores_a_body_of_64_KiB_and_a_larger_body_returns_413(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());
        var body = new string('{', 64 * 1024);

        Assert.Equal(200, (await service.SendAsync("POST /lessons/1/mark-complete", [cookie, "Content-Type: application/json"], body)).Status);
        Answer.IsError(413, "Body too large", await service.SendAsync("POST /lessons/1/mark-complete", [cookie], body + "{"));
        Answer.IsForbidden(await service.SendAsync("POST /lessons/1/mark-complete", [], body + "{"));
    }

    [Theory, HostCase, EveryHost]
    public async Task HEAD_returns_the_headers_of_GET_without_the_body(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());
        var get = await service.SendAsync(Completed, [cookie]);

        var head = await service.SendAsync("HEAD /lessons/completed", [cookie]);

        Assert.Equal((200, ""), (head.Status, head.Body));
        Assert.Equal(get.Header("Content-Type"), head.Header("Content-Type"));
        Assert.Equal(get.Header("Content-Length"), head.Header("Content-Length"));
        Assert.Equal(403, (await service.SendAsync("HEAD /lessons/completed")).Status);
    }

    [Theory, EveryHost]
    public async Task Concurrent_marks_of_one_user_are_all_kept(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => service.SendAsync($"POST /lessons/{i}/mark-complete", [cookie])));

        Assert.All(responses, response => Assert.Equal(200, response.Status));
        Assert.Equal(50, await hosts.Redis.HashLengthAsync("lessons:" + user));
    }

    // Decodes the escapes of a JSON body, because JSON may escape any character: the values must be equal, and the bytes need not be.
    private static RawResponse Unescaped(RawResponse response) =>
        response with { Body = System.Text.RegularExpressions.Regex.Unescape(response.Body) };

    [Theory, EveryHost]
    public async Task A_new_lesson_beyond_MAX_LESSONS_returns_409(string host)
    {
        await using var service = await hosts.StartWithPasswordsAsync(host, ("MAX_LESSONS", "2"));
        var browser = service.From(Some.Address());
        var user = Some.User();
        var cookie = Account.Cookie(await browser.RegisterAsync(user));

        foreach (var (slug, status) in ((string, int)[])[("a", 200), ("b", 200), ("c", 409), ("a", 200)])
            Assert.Equal((slug, status), (slug, (await browser.SendAsync($"POST /lessons/{slug}/mark-complete", [cookie])).Status));
        Answer.IsError(409, "Too many lessons", await browser.SendAsync("POST /lessons/c/mark-complete", [cookie]));
        await browser.SendAsync("DELETE /lessons/a/mark-complete", [cookie]);
        Assert.Equal(200, (await browser.SendAsync("POST /lessons/c/mark-complete", [cookie])).Status);

        Assert.Equal(["b", "c"], (await hosts.Redis.HashKeysAsync("lessons:" + user)).Select(key => key.ToString()).Order(StringComparer.Ordinal));
    }
}
