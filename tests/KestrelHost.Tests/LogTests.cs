using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// Checks the log lines on standard output, and that the server answers requests while standard output is full, closed or not read.
/// </summary>
public sealed class LogTests : IDisposable
{
    private const int Requests = 600; // The log lines of so many requests do not fit into a pipe and the log's buffer.

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_log_contains_a_line_for_each_answered_request_after_SIGTERM()
    {
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(_folder.Path, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));
        for (var i = 0; i < 50; i++)
            await service.SendAsync($"GET /nope-{i}");

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        for (var i = 0; i < 50; i++)
            Assert.Contains($"\"path\":\"/nope-{i}\",\"status\":404", service.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    [InlineData(">&- 2>&- <&-")]
    [InlineData("| sleep 60")]
    [InlineData("| true")]
    public async Task The_server_answers_and_exits_with_0_when_its_log_cannot_be_written(string redirection)
    {
        if (redirection.EndsWith("/dev/full", StringComparison.Ordinal))
            Needs.Linux("/dev/full");
        await using var shell = await StartAsync(redirection);
        var service = RunningHost.Of(shell.Process, shell.Port);

        for (var i = 0; i < Requests; i++)
            Assert.Equal(404, (await service.SendAsync($"GET /{i}-{new string('x', 200)}")).Status);

        Assert.Equal(0, await shell.StopAsync());
    }

    [Fact]
    public async Task The_server_answers_and_exits_with_0_when_nobody_reads_its_terminal()
    {
        using var terminal = new UnreadTerminal();
        await using var shell = await StartAsync($">'{terminal.Path}'");
        var service = RunningHost.Of(shell.Process, shell.Port);

        for (var i = 0; i < Requests; i++)
            Assert.Equal(404, (await service.SendAsync($"GET /{i}-{new string('x', 200)}")).Status);

        Assert.Equal(0, await shell.StopAsync());
    }

    [Fact]
    public async Task A_log_reader_that_starts_late_gets_the_number_of_lost_lines()
    {
        var late = Path.Combine(_folder.Path, "read");
        await using var shell = await StartAsync($"| {{ while [ ! -f '{late}' ]; do sleep 0.05; done; cat > '{_folder.Path}/log'; }}");
        var service = RunningHost.Of(shell.Process, shell.Port);
        for (var i = 0; i < Requests; i++)
            await service.SendAsync($"GET /{i}-{new string('x', 200)}");

        await File.WriteAllTextAsync(late, "", TestContext.Current.CancellationToken);

        var log = Path.Combine(_folder.Path, "log");
        await Eventually.HoldsAsync("the number of lost lines is logged", async () =>
        {
            await service.SendAsync("GET /again");
            return File.Exists(log) && (await File.ReadAllLinesAsync(log)).Any(line => line.Contains(" lost: the log's output", StringComparison.Ordinal));
        });
        Assert.Equal(0, await shell.StopAsync());
        await shell.Process.WaitForExitAsync(); // When the shell has exited, the file contains the whole log.
        Assert.All(await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken), line => Assert.True(line.StartsWith('{') && line.EndsWith('}'), line));
    }

    private Task<RedirectedServer> StartAsync(string redirection) => RedirectedServer.StartAsync(_folder.Path, redirection);
}
