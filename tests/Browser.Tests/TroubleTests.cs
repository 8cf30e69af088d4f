using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lessons.Browser;

/// <summary>After a failure, the page shows an alert and can still be used.</summary>
public sealed class TroubleTests(Chromium chromium, Sites sites)
{
    [Theory, EveryPageHost]
    public async Task The_page_shows_an_alert_without_Redis_and_works_when_Redis_is_back(string host)
    {
        await using var site = await Site.StartAsync(host, "open", Sites.Catalogue);
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, site);
        await tab.EnterAsync("Log in", Tab.NewUser(), "");
        await tab.Heading("Your lessons").WaitForAsync();

        site.LoseRedis();
        await tab.Lesson("Introduction").ClickAsync();
        await Expect(tab.Alert).ToHaveTextAsync("We could not validate the provided session ID. Try again in a moment.");
        await Expect(tab.Lesson("Introduction")).Not.ToBeCheckedAsync();
        await site.FindRedisAsync();
        await tab.Lesson("Introduction").ClickAsync();
        await Expect(tab.Text("1 of 7 lessons completed")).ToBeVisibleAsync();
        await Expect(tab.Alert).ToBeEmptyAsync();

        site.LoseRedis();
        await tab.Page.ReloadAsync();
        await Expect(tab.Heading("Your lessons cannot be shown")).ToBeVisibleAsync();
        await site.FindRedisAsync();
        await tab.Button("Try again").ClickAsync();
        await Expect(tab.Lesson("Introduction")).ToBeCheckedAsync();
        tab.HadNoComplaints();
    }

    [Theory, EveryPageHost]
    public async Task A_mark_without_a_session_cookie_shows_the_login_form(string host)
    {
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, await sites.GetCourseAsync(host));
        var user = Tab.NewUser();
        await tab.RegisterAsync(user);

        await context.ClearCookiesAsync();
        await tab.Lesson("Introduction").ClickAsync();
        await Expect(tab.Alert).ToHaveTextAsync("Your session has ended. Log in again.");
        await Expect(tab.Name).ToBeFocusedAsync();
        await tab.EnterAsync("Log in", user, Tab.Password);
        await Expect(tab.Text("0 of 7 lessons completed")).ToBeVisibleAsync();
    }

    [Theory, EveryPageHost]
    public async Task A_registration_shows_an_alert_for_a_taken_name_and_a_weak_password(string host)
    {
        await using var context = await chromium.VisitAsync();
        var site = await sites.GetCourseAsync(host);
        var tab = await Tab.OpenAsync(context, site);
        var user = Tab.NewUser();
        await tab.RegisterAsync(user);
        await tab.Button("Log out").ClickAsync();

        await tab.Button("Register").ClickAsync();
        await tab.EnterAsync("Register", user, Tab.Password);
        await Expect(tab.Alert).ToHaveTextAsync("That name is taken. Choose another one, or log in.");
        await Expect(tab.Name).ToBeFocusedAsync();
        await tab.EnterAsync("Register", Tab.NewUser(), "iloveyou");
        await Expect(tab.Alert).ToHaveTextAsync("The password is too common.");
    }

    [Theory, EveryPageHost]
    public async Task The_login_form_shows_an_alert_while_the_browser_is_offline(string host)
    {
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, await sites.GetDemoAsync(host));
        await tab.Heading("Log in").WaitForAsync();

        await context.SetOfflineAsync(true);
        await tab.EnterAsync("Log in", Tab.NewUser(), "");
        await Expect(tab.Alert).ToHaveTextAsync("The service cannot be reached. Check your connection and try again.");
        await context.SetOfflineAsync(false);
        await tab.Button("Log in").ClickAsync();
        await Expect(tab.Heading("Your lessons")).ToBeVisibleAsync();
    }
}
