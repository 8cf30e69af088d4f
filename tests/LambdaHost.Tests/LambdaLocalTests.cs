using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The stand-in for Lambda itself, where the conformance suite does not look.</summary>
public sealed class LambdaLocalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Freezing_spares_a_process_that_has_work_in_hand()
    {
        await using var service = await StartServiceAsync("--freeze", "--concurrency", "4", "--timeout", "5");

        var clients = Enumerable.Range(0, 3).Select(async client =>
        {
            for (var i = 0; i < 30; i++)
                Assert.Equal(307, (await service.SendAsync($"GET /login?userId={client}-{i}")).Status);
        });

        await Task.WhenAll(clients);
        Assert.Single(service.Process.Output.Split('\n'), line => line.Contains("Init Duration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bootstrap_that_was_killed_is_started_again_by_the_next_event()
    {
        await using var service = await StartServiceAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(307, (await service.SendAsync("GET /login?userId=x")).Status);
            await service.Process.KillChildrenAsync();
        }

        await Eventually.HoldsAsync("the service answers again", async () => (await service.SendAsync("GET /login?userId=x")).Status == 307);
    }

    [Fact]
    public async Task It_stops_when_asked_while_the_function_waits_for_an_event()
    {
        await using var service = await StartServiceAsync("--freeze");
        await service.SendAsync("GET /login?userId=x");

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task One_event_prints_its_answer_and_a_report()
    {
        await using var process = Start("--bootstrap", Programs.Built("LambdaHost", "bootstrap"), "--event", Path.Combine(AppContext.BaseDirectory, "events", "login.json"));

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Contains("\"statusCode\":307", process.Output, StringComparison.Ordinal);
        Assert.Contains("Init Duration: ", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WARN", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bootstrap_that_cannot_be_run_is_told_in_a_sentence()
    {
        var program = Path.Combine(_folder.Path, "bootstrap");
        await File.WriteAllTextAsync(program, "no program");

        await using var process = Start("--bootstrap", program, "--event", Path.Combine(AppContext.BaseDirectory, "events", "login.json"));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("The bootstrap cannot be run", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    private Task<Service> StartServiceAsync(params string[] options) =>
        Service.WaitForAsync(Start(["--bootstrap", Programs.Built("LambdaHost", "bootstrap"), .. options]));

    private ChildProcess Start(params string[] options) =>
        ChildProcess.Start(Programs.Built("LambdaLocal", "lambda-local"), options, new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0" }, _folder.Path);
}
