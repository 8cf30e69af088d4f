using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Lessons.TestKit;

namespace Lessons.Browser;

/// <summary>Another site, on <c>localhost</c>. Its one page has a form that posts to the given target.</summary>
internal sealed class StrangerSite : IDisposable
{
    private readonly LoopbackServer _server;

    private StrangerSite(string target)
    {
        var html = $"<!doctype html><form method=post action=\"{target}\"><input name=userId value=mallory><button>Win a prize</button></form>";
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {html.Length}\r\nConnection: close\r\n\r\n";
        var answer = Encoding.ASCII.GetBytes(head + html);
        _server = LoopbackServer.Start(client => ServeAsync(client, answer));
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{_server.Port}/");

    public static StrangerSite Start(string target) => new(target);

    public void Dispose() => _server.Dispose();

    // A browser may open a connection and send no request. The loop then ends when the browser closes the connection.
    private static async Task ServeAsync(TcpClient client, byte[] answer)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
                continue;
            await client.GetStream().WriteAsync(answer);
            return;
        }
    }
}
