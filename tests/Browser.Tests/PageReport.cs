using Microsoft.Playwright;

namespace Lessons.Browser;

/// <summary>Writes pictures and figures for <c>make screenshots</c> to the folder that <c>PAGE_REPORT</c> names.</summary>
internal static class PageReport
{
    private static string? Folder => Environment.GetEnvironmentVariable("PAGE_REPORT") is { Length: > 0 } folder ? folder : null;

    public static async Task PictureAsync(IPage page, string name)
    {
        if (Folder is null)
            return;
        await page.Mouse.MoveAsync(0, 0); // moves the pointer away from the page's controls
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"page-{name}.png"), FullPage = true });
    }

    public static void Line(string text)
    {
        if (Folder is not null)
            File.AppendAllText(Path.Combine(Folder, "figures"), text + "\n");
    }
}
