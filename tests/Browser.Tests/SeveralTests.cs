using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lessons.Browser;

/// <summary>Several tabs or several learners use the page at the same time.</summary>
public sealed class SeveralTests(Chromium chromium, Sites sites)
{
    [Theory, EveryPageHost]
    public async Task A_change_in_one_tab_appears_in_the_other_tab(string host)
    {
        var site = await sites.GetCourseAsync(host);
        await using var context = await chromium.VisitAsync();
        var first = await Tab.OpenAsync(context, site);
        await first.RegisterAsync(Tab.NewUser());
        var second = await Tab.OpenAsync(context, site);
        await second.Heading("Your lessons").WaitForAsync();

        await first.Lesson("Types").CheckAsync();
        await Expect(second.Lesson("Types")).ToBeCheckedAsync();
        await Expect(second.Text("1 of 7 lessons completed")).ToBeVisibleAsync();
        await second.Lesson("Types").UncheckAsync();
        await Expect(first.Text("0 of 7 lessons completed")).ToBeVisibleAsync();

        await first.Button("Log out").ClickAsync();
        await Expect(second.Heading("Log in")).ToBeVisibleAsync();
        await Expect(second.Page.GetByRole(Microsoft.Playwright.AriaRole.Checkbox, new() { IncludeHidden = true })).ToHaveCountAsync(1); // it shows the password
        first.HadNoComplaints();
        second.HadNoComplaints();
    }

    [Theory, EveryPageHost]
    public async Task A_tab_shows_only_the_lessons_of_the_learner_who_is_logged_in(string host)
    {
        var site = await sites.GetCourseAsync(host);
        await using var here = await chromium.VisitAsync();
        await using var there = await chromium.VisitAsync();
        var (ada, grace) = (await Tab.OpenAsync(here, site), await Tab.OpenAsync(there, site));
        var name = Tab.NewUser();
        await ada.RegisterAsync(Tab.NewUser());
        await grace.RegisterAsync(name);

        await ada.Lesson("Introduction").CheckAsync();
        await Expect(ada.Text("1 of 7 lessons completed")).ToBeVisibleAsync();
        await grace.Page.ReloadAsync();
        await Expect(grace.Text("0 of 7 lessons completed")).ToBeVisibleAsync();

        // Grace logs in in a second tab of Ada's browser. Ada's tab then shows Grace's lessons.
        var second = await Tab.OpenAsync(here, site);
        await second.Button("Log out").ClickAsync();
        await second.EnterAsync("Log in", name, Tab.Password);
        await Expect(ada.Text("0 of 7 lessons completed")).ToBeVisibleAsync();
        await Expect(ada.Lesson("Introduction")).Not.ToBeCheckedAsync();
    }
}
