using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Lessons.Browser;

/// <summary>Follows the steps of the article's section "Browser testing".</summary>
public sealed class ArticleTests(Chromium chromium, Sites sites)
{
    [Theory, EveryPageHost]
    public async Task The_articles_browser_steps_log_in_and_mark_a_lesson(string host)
    {
        var site = await sites.GetDemoAsync(host);
        await using var context = await chromium.VisitAsync();
        var page = await context.NewPageAsync();

        var denied = await page.GotoAsync(site.Url("/lessons/completed"));
        Assert.Equal((403, "{}"), (denied!.Status, await TextAsync(page)));

        var loggedIn = await page.GotoAsync(site.Url("/login?userId=lambros"));
        Assert.Equal((200, site.Url("/lessons/completed")), (loggedIn!.Status, page.Url));
        Assert.Equal("application/json; charset=utf-8", await loggedIn.HeaderValueAsync("Content-Type"));
        Assert.Equal("""{"Lessons":{}}""", await TextAsync(page));

        // The statement that the article's reader types into the browser's console.
        var marked = await page.EvaluateAsync<JsonElement>(
            $$"""
            async () => await (
              await fetch("{{site.Url("/lessons/123/mark-complete")}}", {
                method: "POST",
                credentials: "same-origin",
              })
            ).json()
            """);
        var time = marked.GetProperty("LastCompleted").GetString();
        Assert.Equal("123", marked.GetProperty("LessonSlug").GetString());

        await page.GotoAsync(site.Url("/lessons/completed"));
        Assert.Equal($$$"""{"Lessons":{"123":"{{{time}}}"}}""", await TextAsync(page));
    }

    private static async Task<string> TextAsync(IPage page) => (await page.InnerTextAsync("pre")).TrimEnd('\n');
}
