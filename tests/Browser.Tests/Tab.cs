using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace Lessons.Browser;

/// <summary>A browser tab with the page. The tests find elements by their roles, labels and texts, as people do.</summary>
internal sealed class Tab
{
    public const string Password = "correct horse battery";

    private static int s_count;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Tab(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // The browser also writes an error to the console for each response with an error status. Such errors are expected.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource: the server responded", StringComparison.Ordinal))
                _complaints.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    public ILocator Alert => Page.GetByRole(AriaRole.Alert);

    /// <summary>The text that a screen reader reads after an action.</summary>
    public ILocator Status => Page.GetByRole(AriaRole.Status);

    public ILocator Name => Page.GetByLabel("Name", new() { Exact = true });

    public ILocator PasswordField => Page.GetByLabel("Password", new() { Exact = true });

    public static string NewUser() => "user-" + Interlocked.Increment(ref s_count).ToString(CultureInfo.InvariantCulture);

    public static async Task<Tab> OpenAsync(IBrowserContext context, Site site)
    {
        var tab = new Tab(await context.NewPageAsync());
        await tab.Page.GotoAsync(site.Url("/"));
        return tab;
    }

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Lesson(string title) => Page.GetByRole(AriaRole.Checkbox, new() { Name = title, Exact = true });

    public ILocator Text(string text) => Page.GetByText(text, new() { Exact = true });

    public async Task RegisterAsync(string user)
    {
        await Button("Register").ClickAsync();
        await Heading("Register").WaitForAsync();
        await EnterAsync("Register", user, Password);
        await Heading("Your lessons").WaitForAsync();
    }

    public async Task EnterAsync(string button, string user, string password)
    {
        await Name.FillAsync(user);
        await PasswordField.FillAsync(password);
        await Page.Locator("form").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }

    /// <summary>Asserts that no script threw an exception, and that the console has no error or warning, for example of the Content-Security-Policy.</summary>
    public void HadNoComplaints() => Assert.Empty(_complaints);
}
