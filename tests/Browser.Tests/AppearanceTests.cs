using Deque.AxeCore.Playwright;
using Lessons.TestKit;
using Microsoft.Playwright;
using StackExchange.Redis;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lessons.Browser;

/// <summary>The page looks the same on every host, so one host is tested. If <c>PAGE_REPORT</c> is set, the test writes pictures.</summary>
public sealed class AppearanceTests(Chromium chromium, Sites sites)
{
    [Trait(RunTrait.Name, RunTrait.All)] // axe takes a minute, so these cases run only in make test-all
    [Theory(Skip = Tools.NoChromium, SkipWhen = nameof(Tools.LacksChromium), SkipType = typeof(Tools))]
    [InlineData("light", ColorScheme.Light, 880, 660)]
    [InlineData("dark", ColorScheme.Dark, 880, 660)]
    [InlineData("360", ColorScheme.Light, 360, 740)]
    [InlineData("360-dark", ColorScheme.Dark, 360, 740)]
    public async Task Four_views_pass_axe_and_are_not_wider_than_the_window(string name, ColorScheme scheme, int width, int height)
    {
        var site = await sites.GetCourseAsync(Hosts.Deployed.First());
        await using var context = await chromium.VisitAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, DeviceScaleFactor = 2, Locale = "en-GB", TimezoneId = "UTC", ReducedMotion = ReducedMotion.Reduce });
        var tab = await Tab.OpenAsync(context, site);
        var user = Tab.NewUser();
        await PrepareAsync(site, user);

        await tab.EnterAsync("Log in", user, "no horse battery");
        await Expect(tab.Alert).Not.ToBeEmptyAsync();
        await AssertAccessibleAsync(tab.Page);

        await tab.RegisterAsync(user);
        await AssertAccessibleAsync(tab.Page);
        await PageReport.PictureAsync(tab.Page, name);

        await tab.Text("Account").ClickAsync();
        await AssertAccessibleAsync(tab.Page);

        site.LoseRedis();
        try
        {
            await tab.Page.ReloadAsync();
            await tab.Button("Try again").WaitForAsync();
            await AssertAccessibleAsync(tab.Page);
        }
        finally
        {
            await site.FindRedisAsync(); // other tests use the same site
        }
    }

    // The lessons have fixed times of completion, so that each run makes the same picture.
    private static async Task PrepareAsync(Site site, string user)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { { "127.0.0.1", site.RedisPort } } });
        await redis.GetDatabase().HashSetAsync("lessons:" + user, [new("intro", "2026-11-02T18:20:00Z"), new("pipelines", "2026-11-04T19:05:00Z"), new("types", "2026-11-09T20:41:00Z")]);
    }

    private static async Task AssertAccessibleAsync(IPage page)
    {
        var result = await page.RunAxe();
        Assert.Equal([], result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the window.");
    }
}
