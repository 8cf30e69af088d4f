using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The bootstrap's standard output takes nothing: that costs no answer.</summary>
public sealed class BootstrapLogTests : IDisposable
{
    private static readonly string Event = """{"version":"2.0","rawPath":"/PATH","requestContext":{"http":{"method":"GET"}}}""".Replace("PATH", new('x', 200), StringComparison.Ordinal);

    private const int SigTerm = 15;
    private const string Zombie = "(bootstrap) Z";

    private readonly ScriptedRuntime _runtime = new();

    public void Dispose() => _runtime.Dispose();

    [Theory]
    [InlineData("exec \"$0\" > /dev/full")]
    [InlineData("exec \"$0\" >&-")]
    [InlineData("\"$0\" | sleep 60")]
    [InlineData("\"$0\" | true")]
    [InlineData("{ dd oflag=nonblock count=0 < /dev/null 2> /dev/null; exec \"$0\"; } | sleep 60")] // dd sets the flag of the pipe, which both have
    public async Task Output_that_takes_nothing_costs_no_answer_and_no_stop(string script)
    {
        using var redis = new ClosedPort();
        await using var process = BootstrapProgram.StartInShell(script, ("AWS_LAMBDA_RUNTIME_API", _runtime.Address), ("UPSTASH_REDIS_URL", $"redis://127.0.0.1:{redis.Number}"));

        for (var i = 0; i < 600; i++) // their lines are more than a pipe and the buffer hold
        {
            _runtime.SendEvent($"id-{i}", Event);
            Assert.Equal($"POST /2018-06-01/runtime/invocation/id-{i}/response HTTP/1.1", (await _runtime.NextPostAsync()).Line);
        }

        var bootstrap = process.Children().Append(process.Id).Single(id => Stat(id)?.Contains("(bootstrap)", StringComparison.Ordinal) == true);
        ChildProcess.Signal(bootstrap, SigTerm);
        await Eventually.HoldsAsync("the bootstrap has ended", () => Task.FromResult(Stat(bootstrap) is null or Zombie));
    }

    // Its name and its state; a zombie waits for its parent only.
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
