using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lessons.TestKit;

/// <summary>A proxy before a Redis that writes down every command that passes: MONITOR hides those that the server does not have.</summary>
public sealed class CommandProxy : IDisposable
{
    // What the service asks on a connection of its own, to find out why the library has none: on a busy machine it may have
    // none for a second.
    private const string Question = "ECHO ?";

    private readonly ConcurrentQueue<(TcpClient Connection, string Command)> _commands = [];
    private readonly LoopbackServer _server;

    private readonly ConcurrentQueue<IReadOnlyList<string>> _trips = [];
    private readonly TimeSpan _delay;

    private CommandProxy(int target, TimeSpan delay)
    {
        _delay = delay;
        _server = LoopbackServer.Start(client => ServeAsync(client, target));
    }

    public int Port => _server.Port;

    /// <summary>The commands of the library's connections so far, in order, their words separated by blanks.</summary>
    public IReadOnlyList<string> Commands
    {
        get
        {
            var all = _commands.ToArray();
            var questions = all.Where(one => one.Command == Question).Select(one => one.Connection).ToHashSet();
            return [.. all.Where(one => !questions.Contains(one.Connection)).Select(one => one.Command)];
        }
    }

    /// <summary>
    /// The commands so far by round trip, of a proxy with a delay: those that come within the delay of the first one were sent before
    /// its answer can have arrived.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Trips => [.. _trips];

    /// <summary>Starts a proxy before the server on that port.</summary>
    /// <param name="target">The server's port.</param>
    /// <param name="delay">How long commands are on their way.</param>
    public static CommandProxy Start(int target, TimeSpan delay = default) => new(target, delay);

    public void Dispose() => _server.Dispose();

    private async Task ServeAsync(TcpClient client, int target)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, target);
        await Task.WhenAny(PassOnAsync(client, server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
    }

    // A command is noted before the server can answer it.
    private async Task PassOnAsync(TcpClient client, NetworkStream server)
    {
        var buffer = new byte[64 * 1024];
        var waiting = "";
        while (await client.GetStream().ReadAsync(buffer) is > 0 and var count)
        {
            await Task.Delay(_delay);
            while (_delay > TimeSpan.Zero && client.Available > 0 && count < buffer.Length)
                count += await client.GetStream().ReadAsync(buffer.AsMemory(count));
            waiting += Encoding.Latin1.GetString(buffer, 0, count);
            var trip = new List<string>();
            while (TryTake(ref waiting, out var command))
                trip.Add(command);
            trip.ForEach(command => _commands.Enqueue((client, command)));
            _trips.Enqueue(trip);
            await server.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    // *2 $4 ECHO $3 abc, each followed by a line's end.
    private static bool TryTake(ref string text, out string command)
    {
        command = "";
        var at = 0;
        if (!TryTakeNumber(text, ref at, out var words))
            return false;
        var list = new List<string>();
        for (var i = 0; i < words; i++)
        {
            if (!TryTakeNumber(text, ref at, out var length) || at + length + 2 > text.Length)
                return false;
            list.Add(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text.Substring(at, length))));
            at += length + 2;
        }

        command = string.Join(' ', list);
        text = text[at..];
        return true;
    }

    private static bool TryTakeNumber(string text, ref int at, out int number)
    {
        number = 0;
        var end = text.IndexOf("\r\n", at, StringComparison.Ordinal);
        if (end < 0)
            return false;
        number = int.Parse(text.AsSpan(at + 1, end - at - 1), CultureInfo.InvariantCulture);
        at = end + 2;
        return true;
    }
}
