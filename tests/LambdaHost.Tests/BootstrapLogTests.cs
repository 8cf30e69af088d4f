using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The bootstrap responds to every event, even if its standard output accepts no data.</summary>
public sealed class BootstrapLogTests : IDisposable
{
    private static readonly string Event = """{"version":"2.0","rawPath":"/PATH","requestContext":{"http":{"method":"GET"}}}""".Replace("PATH", new('x', 200), StringComparison.Ordinal);

    private const string Zombie = "(bootstrap) Z";

    private readonly ScriptedRuntime _runtime = new();

    public void Dispose() => _runtime.Dispose();

    [Theory]
    [InlineData("exec \"$0\" > /dev/full")]
    [InlineData("exec \"$0\" >&-")]
    [InlineData("\"$0\" | sleep 60")]
    [InlineData("\"$0\" | true")]
    // dd sets O_NONBLOCK on the pipe. The bootstrap inherits this pipe.
    [InlineData("{ dd oflag=nonblock count=0 < /dev/null 2> /dev/null; exec \"$0\"; } | sleep 60")]
    public async Task A_bootstrap_whose_output_accepts_no_data_responds_and_stops(string script)
    {
        using var redis = new ClosedPort();
        await using var process = BootstrapProgram.StartInShell(script, ("AWS_LAMBDA_RUNTIME_API", _runtime.Address), ("UPSTASH_REDIS_URL", $"redis://127.0.0.1:{redis.Number}"));

        for (var i = 0; i < 600; i++) // the log lines of 600 events do not fit into a pipe and the buffer
        {
            _runtime.SendEvent($"id-{i}", Event);
            Assert.Equal($"POST /2018-06-01/runtime/invocation/id-{i}/response HTTP/1.1", (await _runtime.NextPostAsync()).Line);
        }

        var bootstrap = process.Children().Append(process.Id).Single(id => Stat(id)?.Contains("(bootstrap)", StringComparison.Ordinal) == true);
        UnixSignal.Send(bootstrap, UnixSignal.Terminate);
        await Eventually.HoldsAsync("the bootstrap has ended", () => Task.FromResult(Stat(bootstrap) is null or Zombie));
    }

    // Returns the name and the state of a process. A zombie has ended, and only waits for its parent.
    private static string? Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var end = stat.LastIndexOf(')');
            return stat[stat.IndexOf('(', StringComparison.Ordinal)..(end + 3)];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
