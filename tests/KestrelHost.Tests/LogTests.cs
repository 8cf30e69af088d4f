using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The log is written where there is no room for it, or nobody reads it: that costs no answer.</summary>
public sealed class LogTests : IDisposable
{
    private const int Requests = 600; // their lines are more than a pipe and the buffer hold

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_line_of_every_answered_request_is_there_after_an_orderly_stop()
    {
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(_folder.Path, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));
        for (var i = 0; i < 50; i++)
            await service.SendAsync($"GET /nope-{i}");

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        for (var i = 0; i < 50; i++)
            Assert.Contains($"\"path\":\"/nope-{i}\",\"status\":404", service.Process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    [InlineData(">&- 2>&- <&-")]
    [InlineData("| sleep 60")]
    [InlineData("| true")]
    public async Task Output_that_takes_nothing_costs_no_answer_and_no_stop(string redirection)
    {
        await using var shell = await StartAsync(redirection);
        var service = new Service(shell.Process, shell.Port);

        for (var i = 0; i < Requests; i++)
            Assert.Equal(404, (await service.SendAsync($"GET /{i}-{new string('x', 200)}")).Status);

        Assert.Equal(0, await shell.StopAsync());
    }

    [Fact]
    public async Task A_terminal_that_nobody_reads_costs_no_answer_and_no_stop()
    {
        using var terminal = new UnreadTerminal();
        await using var shell = await StartAsync($">'{terminal.Path}'");
        var service = new Service(shell.Process, shell.Port);

        for (var i = 0; i < Requests; i++)
            Assert.Equal(404, (await service.SendAsync($"GET /{i}-{new string('x', 200)}")).Status);

        Assert.Equal(0, await shell.StopAsync());
    }

    [Fact]
    public async Task A_reader_that_comes_late_is_told_how_many_lines_were_lost()
    {
        var late = Path.Combine(_folder.Path, "read");
        await using var shell = await StartAsync($"| {{ while [ ! -f '{late}' ]; do sleep 0.05; done; cat > '{_folder.Path}/log'; }}");
        var service = new Service(shell.Process, shell.Port);
        for (var i = 0; i < Requests; i++)
            await service.SendAsync($"GET /{i}-{new string('x', 200)}");

        await File.WriteAllTextAsync(late, "", TestContext.Current.CancellationToken);

        var log = Path.Combine(_folder.Path, "log");
        await Eventually.HoldsAsync("the loss is told", async () =>
        {
            await service.SendAsync("GET /again");
            return File.Exists(log) && (await File.ReadAllLinesAsync(log)).Any(line => line.Contains("log lines were lost", StringComparison.Ordinal));
        });
        Assert.Equal(0, await shell.StopAsync());
        await shell.Process.WaitForExitAsync(); // the reader has written all of it
        Assert.All(await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken), line => Assert.True(line.StartsWith('{') && line.EndsWith('}'), line));
    }

    private Task<RedirectedServer> StartAsync(string redirection) => RedirectedServer.StartAsync(_folder.Path, redirection);
}
