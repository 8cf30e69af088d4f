using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Lessons.TestKit;

namespace Lessons.Faults;

/// <summary>
/// A server with the part of RESP that the service uses. Every session belongs to the user u. A test can make the server respond to marks
/// with errors.
/// </summary>
internal sealed class ScriptedRedis : IDisposable
{
    private readonly Queue<string> _errors = [];
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);

    private readonly LoopbackServer _server;

    public ScriptedRedis() => _server = LoopbackServer.Start(ServeAsync);

    public int Port => _server.Port;

    public string Url => $"redis://127.0.0.1:{Port}";

    /// <summary>The number of received marks since the last <see cref="Script"/>.</summary>
    public int Marks { get; private set; }

    /// <summary>The lessons whose marks were accepted.</summary>
    public IReadOnlyCollection<string> Marked => _marked;

    /// <summary>Responds with the error to the next <paramref name="times"/> marks, and sets <see cref="Marks"/> to 0.</summary>
    public void Script(string error, int times)
    {
        lock (_errors)
        {
            Marks = 0;
            _errors.Clear();
            for (var i = 0; i < times; i++)
                _errors.Enqueue(error);
        }
    }

    public void Dispose() => _server.Dispose();

    private async Task ServeAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        while (await ReadCommandAsync(reader) is { } command)
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Answer(command)));
    }

    private string Answer(string[] command) => command[0] switch
    {
        "HELLO" => "%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.0.0\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:1\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n",
        "ECHO" => $"${command[1].Length}\r\n{command[1]}\r\n",
        "GET" => "$1\r\nu\r\n",
        "SETEX" => "+OK\r\n",
        "HSET" => Mark(command[2]),
        _ => "-ERR unknown command\r\n",
    };

    private string Mark(string lesson)
    {
        lock (_errors)
        {
            Marks++;
            if (_errors.TryDequeue(out var error))
                return $"-{error}\r\n";
            _marked.Add(lesson);
            return ":1\r\n";
        }
    }

    // A command is, for example, *2 $4 ECHO $3 abc, with each word on its own line.
    private static async Task<string[]?> ReadCommandAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync() is not { } head)
            return null;
        var command = new string[int.Parse(head.AsSpan(1), CultureInfo.InvariantCulture)];
        for (var i = 0; i < command.Length; i++)
        {
            var part = new char[int.Parse((await reader.ReadLineAsync()).AsSpan(1), CultureInfo.InvariantCulture)];
            await reader.ReadBlockAsync(part);
            await reader.ReadLineAsync();
            command[i] = new(part);
        }

        return command;
    }
}
