using Microsoft.Playwright;

namespace Lessons.Browser;

/// <summary>Writes pictures and figures for <c>make screenshots</c> to the folder <c>PAGE_REPORT</c>.</summary>
internal static class PageReport
{
    private static string? Folder => Environment.GetEnvironmentVariable("PAGE_REPORT") is { Length: > 0 } folder ? folder : null;

    public static async Task PictureAsync(IPage page, string name)
    {
        if (Folder is null)
            return;
        await page.Mouse.MoveAsync(0, 0); // no element is under the pointer
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"page-{name}.png"), FullPage = true });
    }

    public static void Line(string text)
    {
        if (Folder is not null)
            File.AppendAllText(Path.Combine(Folder, "figures"), text + "\n");
    }
}
