using System.Globalization;
using System.Net;

namespace Lessons.Browser;

/// <summary>Another site, on <c>localhost</c>, with one page whose form posts to wherever it wants.</summary>
internal sealed class StrangerSite : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _html;

    private StrangerSite(string target)
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Find()}/");
        _html = $"<!doctype html><form method=post action=\"{target}\"><input name=userId value=mallory><button>Win a prize</button></form>";
        _listener.Prefixes.Add(Url);
        _listener.Start();
    }

    public string Url { get; }

    public static StrangerSite Start(string target)
    {
        var site = new StrangerSite(target);
        _ = site.ServeAsync();
        return site;
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                context.Response.ContentType = "text/html; charset=utf-8";
                await using var writer = new StreamWriter(context.Response.OutputStream);
                await writer.WriteAsync(_html);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It was disposed: the test is over.
        }
    }
}
