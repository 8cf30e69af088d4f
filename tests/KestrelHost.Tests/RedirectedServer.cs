using System.Globalization;
using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>
/// The server in a shell that redirects the server's output. The shell writes the server's exit code to a file, because the exit code
/// of a pipe is the exit code of its last program.
/// </summary>
internal sealed record RedirectedServer(ChildProcess Process, int Port, string Folder) : IAsyncDisposable
{
    public static Task<RedirectedServer> StartAsync(string folder, string redirection) => FreePorts.StartAsync(async port =>
    {
        var script = $$"""{ sh -c 'echo $$ > pid; exec "$0"' "$0"; echo $? > code.new; mv code.new code; } {{redirection}}""";
        var code = Path.Combine(folder, "code");
        File.Delete(code);
        var process = KestrelProgram.Deployed.StartInShell(
            folder, script, ("PORT", port.ToString(CultureInfo.InvariantCulture)), ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));
        var service = RunningHost.Of(process, port);
        await Eventually.HoldsAsync("the server responds", async () =>
        {
            if (File.Exists(code))
            {
                await process.DisposeAsync();
                throw new InvalidOperationException($"The server has exited. Its port may be already in use: {process.Output}");
            }

            try
            {
                return (await service.SendAsync("GET /nope")).Status == 404;
            }
            catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
            {
                return false;
            }
        });
        return new RedirectedServer(process, port, folder);
    });

    /// <summary>Sends SIGTERM to the server and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        UnixSignal.Send(int.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "pid")), CultureInfo.InvariantCulture), UnixSignal.Terminate);
        var code = Path.Combine(Folder, "code");
        await Eventually.HoldsAsync("the server has exited", () => Task.FromResult(File.Exists(code)));
        return int.Parse(await File.ReadAllTextAsync(code), CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
