using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lessons.TestKit;

/// <summary>A proxy in front of Redis that records every command. Redis's own MONITOR does not show commands that Redis does not have.</summary>
public sealed class CommandProxy : IDisposable
{
    // The service sends this command on a separate connection, to find out why the library has no connection. This happens on a busy
    // machine, so Commands leaves out connections with this command.
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

    /// <summary>The commands of the library's connections so far, in order. The words of a command are separated by blanks.</summary>
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
    /// The commands so far, one list for each round trip. The proxy must have a delay: commands that arrive within the delay of the first
    /// command were sent before the reply to the first command, so they belong to its round trip.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Trips => [.. _trips];

    /// <summary>Starts a proxy in front of the server.</summary>
    /// <param name="target">The server's port.</param>
    /// <param name="delay">The time for which each command is delayed.</param>
    public static CommandProxy Start(int target, TimeSpan delay = default) => new(target, delay);

    public void Dispose() => _server.Dispose();

    private async Task ServeAsync(TcpClient client, int target)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, target);
        await Task.WhenAny(PassOnAsync(client, server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
    }

    // A command is recorded before the server can reply to it.
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

    // Takes the first whole command from the text. A command is, for example, *2 $4 ECHO $3 abc, with each word on its own line.
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
