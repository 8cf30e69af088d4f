using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lessons.Browser;

/// <summary>Another site, on <c>localhost</c>, with one page whose form posts to wherever it wants.</summary>
internal sealed class StrangerSite : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;

    private StrangerSite(string target)
    {
        _listener.Start();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        var html = $"<!doctype html><form method=post action=\"{target}\"><input name=userId value=mallory><button>Win a prize</button></form>";
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {html.Length}\r\nConnection: close\r\n\r\n{html}");
    }

    public string Url { get; }

    public static StrangerSite Start(string target)
    {
        var site = new StrangerSite(target);
        _ = site.AcceptAsync();
        return site;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was disposed: the test is over.
        }
    }

    // A browser may open a connection and send nothing over it.
    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
                continue;
            await client.GetStream().WriteAsync(_answer);
            return;
        }
    }
}
