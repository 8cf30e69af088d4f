using Lessons.TestKit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lessons.Browser;

/// <summary>A browser stores the session cookie, and sends it only as its attributes allow.</summary>
public sealed class CookieTests(Chromium chromium, Sites sites)
{
    [Theory, EveryPageHost]
    public async Task The_cookie_is_stored_for_an_hour_and_hidden_from_scripts(string host)
    {
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, await sites.GetDemoAsync(host));
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await tab.EnterAsync("Log in", Tab.NewUser(), "");
        await tab.Heading("Your lessons").WaitForAsync();
        var after = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        var cookie = Assert.Single(await context.CookiesAsync());
        Assert.Equal(
            ("xxx_session_id", "127.0.0.1", "/", true, false, SameSiteAttribute.Lax),
            (cookie.Name, cookie.Domain, cookie.Path, cookie.HttpOnly, cookie.Secure, cookie.SameSite));
        Assert.InRange(cookie.Expires, before + 3599, after + 3601);
        Assert.Equal("", await tab.Page.EvaluateAsync<string>("document.cookie"));

        await tab.Button("Log out").ClickAsync();
        await tab.Heading("Log in").WaitForAsync();
        Assert.Empty(await context.CookiesAsync());
    }

    [Theory, EveryPageHost]
    public async Task A_form_on_another_site_cannot_mark_a_lesson(string host)
    {
        var site = await sites.GetCourseAsync(host);
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, site);
        await tab.RegisterAsync(Tab.NewUser());

        await AssertRefusedAsync(context, site.Url("/lessons/intro/mark-complete"));

        await tab.Page.ReloadAsync();
        await Expect(tab.Text("0 of 7 lessons completed")).ToBeVisibleAsync();
    }

    [Theory, EveryPageHost]
    public async Task A_form_on_another_site_cannot_log_in_or_log_out(string host)
    {
        var site = await sites.GetDemoAsync(host);
        await using var context = await chromium.VisitAsync();

        await AssertRefusedAsync(context, site.Url("/login"));
        Assert.Empty(await context.CookiesAsync());

        var tab = await Tab.OpenAsync(context, site);
        await tab.EnterAsync("Log in", Tab.NewUser(), "");
        await tab.Heading("Your lessons").WaitForAsync();
        await AssertRefusedAsync(context, site.Url("/logout"));
        Assert.Single(await context.CookiesAsync());
    }

    private static async Task AssertRefusedAsync(IBrowserContext context, string target)
    {
        using var stranger = StrangerSite.Start(target);
        var page = await context.NewPageAsync();
        await page.GotoAsync(stranger.Url);
        var answer = await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button).ClickAsync(), target);
        Assert.Equal((403, ErrorBody.Of("Cross-origin request refused") + "\n"), (answer.Status, await answer.TextAsync()));
    }
}
