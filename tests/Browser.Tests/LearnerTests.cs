using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lessons.Browser;

/// <summary>A learner uses the page from the login to the logout.</summary>
public sealed class LearnerTests(Chromium chromium, Sites sites)
{
    [Theory, EveryPageHost]
    public async Task A_learner_registers_marks_and_unmarks_lessons_and_logs_in_again(string host)
    {
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, await sites.GetCourseAsync(host));
        var user = Tab.NewUser();

        await tab.RegisterAsync(user);
        await Expect(tab.Heading("Your lessons")).ToBeFocusedAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Go in an afternoon" }).GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(2);
        await Expect(tab.Text("0 of 7 lessons completed")).ToBeVisibleAsync();

        await tab.Lesson("Introduction").CheckAsync();
        await tab.Lesson("Types").CheckAsync();
        await Expect(tab.Status).ToHaveTextAsync("Types: completed. 2 of 7 lessons completed.");
        await tab.Page.ReloadAsync(); // the server can return 304, and the browser then uses its cache
        await Expect(tab.Text("2 of 7 lessons completed")).ToBeVisibleAsync();
        await Expect(tab.Lesson("Introduction")).ToBeCheckedAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("value", "2");

        await tab.Lesson("Introduction").UncheckAsync();
        await Expect(tab.Status).ToHaveTextAsync("Introduction: no longer completed. 1 of 7 lessons completed.");

        await tab.Button("Log out").ClickAsync();
        await Expect(tab.Name).ToBeFocusedAsync();
        await tab.EnterAsync("Log in", user, "no horse battery");
        await Expect(tab.Alert).ToHaveTextAsync("The name or the password is wrong.");
        await Expect(tab.PasswordField).ToBeFocusedAsync();
        await tab.EnterAsync("Log in", user, Tab.Password);
        await Expect(tab.Text("1 of 7 lessons completed")).ToBeVisibleAsync();
        await Expect(tab.Alert).ToBeEmptyAsync();
        tab.HadNoComplaints();
    }

    [Theory, EveryPageHost]
    public async Task In_mode_open_without_a_catalogue_a_typed_name_is_shown_as_text(string host)
    {
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, await sites.GetDemoAsync(host));
        var field = tab.Page.GetByLabel("Mark another lesson");

        await Expect(tab.Button("Register")).ToBeHiddenAsync();
        await tab.EnterAsync("Log in", Tab.NewUser(), "");
        await Expect(tab.Text("No lesson completed yet")).ToBeVisibleAsync();
        await field.FillAsync("<img src=x onerror=alert(1)> é?");
        await field.PressAsync("Enter");
        await Expect(tab.Status).ToHaveTextAsync("<img src=x onerror=alert(1)> é?: completed. 1 lesson completed.");
        await Expect(field).ToHaveValueAsync("");
        await field.FillAsync("../a");
        await tab.Button("Completed").ClickAsync();
        await Expect(tab.Alert).ToHaveTextAsync("A lesson cannot have this name.");

        await tab.Lesson("<img src=x onerror=alert(1)> é?").UncheckAsync();
        await Expect(tab.Status).ToHaveTextAsync("<img src=x onerror=alert(1)> é?: no longer completed. No lesson completed yet.");
        await Expect(tab.Alert).ToBeEmptyAsync();
        await tab.Page.ReloadAsync();
        await Expect(tab.Text("No lesson completed yet")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
        tab.HadNoComplaints();
    }

    [Theory, EveryPageHost]
    public async Task A_learner_changes_the_password_and_logs_in_with_the_new_password(string host)
    {
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, await sites.GetCourseAsync(host));
        var user = Tab.NewUser();
        await tab.RegisterAsync(user);

        await tab.Text("Account").ClickAsync();
        await tab.Page.GetByLabel("Current password").FillAsync("no horse battery");
        await tab.Page.GetByLabel("New password").FillAsync("another horse battery");
        await tab.Button("Change the password").ClickAsync();
        await Expect(tab.Alert).ToHaveTextAsync("The current password is wrong.");
        await tab.Page.GetByLabel("Current password").FillAsync(Tab.Password);
        await tab.Button("Change the password").ClickAsync();
        await Expect(tab.Status).ToHaveTextAsync("The password is changed.");

        await tab.Text("Account").ClickAsync();
        await tab.Button("Log out everywhere").ClickAsync();
        await Expect(tab.Status).ToHaveTextAsync("You are logged out.");
        await tab.EnterAsync("Log in", user, "another horse battery");
        await Expect(tab.Heading("Your lessons")).ToBeFocusedAsync();
        tab.HadNoComplaints();
    }

    [Theory, EveryPageHost]
    public async Task A_learner_logs_in_and_marks_a_lesson_with_the_keyboard_alone(string host)
    {
        await using var context = await chromium.VisitAsync();
        var tab = await Tab.OpenAsync(context, await sites.GetDemoAsync(host));
        await tab.Heading("Log in").WaitForAsync();

        await PressAsync("Tab", "Tab"); // the first Tab moves the focus to the link to the home page
        await Expect(tab.Name).ToBeFocusedAsync();
        await tab.Page.Keyboard.TypeAsync(Tab.NewUser());
        await PressAsync("Enter");
        await Expect(tab.Heading("Your lessons")).ToBeFocusedAsync();
        await PressAsync("Tab");
        await tab.Page.Keyboard.TypeAsync("123");
        await PressAsync("Enter");
        await Expect(tab.Lesson("123")).ToBeCheckedAsync();
        await PressAsync("Shift+Tab");
        await Expect(tab.Lesson("123")).ToBeFocusedAsync();
        await PressAsync("Space");
        await Expect(tab.Status).ToHaveTextAsync("123: no longer completed. No lesson completed yet.");
        await Expect(tab.Lesson("123")).ToBeFocusedAsync();

        async Task PressAsync(params string[] keys)
        {
            foreach (var key in keys)
                await tab.Page.Keyboard.PressAsync(key);
        }
    }
}
