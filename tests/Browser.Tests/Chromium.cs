using Lessons.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace Lessons.Browser;

/// <summary>This machine's Chromium. The tests start it once. Each browser context has its own cookies and its own cache.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // With these arguments, the browser sends no requests of its own, for example for updates. It sends requests only to the pages under test.
    private static readonly string[] Arguments =
        ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic", "--disable-gpu"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Tools.LacksChromium)
            return;
        Assertions.SetDefaultExpectTimeout((float)Eventually.Bound.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Tools.Chromium, Args = Arguments });
    }

    internal async Task<IBrowserContext> VisitAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(options ?? new());
        context.SetDefaultTimeout((float)Eventually.Bound.TotalMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
