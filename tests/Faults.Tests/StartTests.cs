using System.Diagnostics;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>A host starts while Redis cannot be reached.</summary>
public sealed class StartTests
{
    private const string Login = "GET /login?userId=u";
    private const string CreateFailed = """{"Message":"We could not create your session"}""";

    [RedisServerTheory, EveryHost]
    public async Task Without_a_network_a_host_comes_up_answers_and_recovers(string host)
    {
        using var network = await SwallowingPort.OpenAsync();
        await using var service = await Hosts.StartAsync(host, $"redis://127.0.0.1:{network.Number}");
        Assert.Equal(404, (await service.SendAsync("GET /nope")).Status); // and a bootstrap has started
        await IsRefusedAsync(service);

        network.Dispose();
        await using var redis = await RedisProcess.StartAtAsync(network.Number);
        var back = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync("a login succeeds", async () => (await service.SendAsync(Login)).Status == 307);
        var recovery = Stopwatch.GetElapsedTime(back);
        var student = await Student.LoginAsync(service, "u");
        Assert.Equal(200, (await student.MarkAsync()).Status);
        await Report.WriteAsync("no network at the start", host, student, redis, $"a login is a 500 until the network is there; back {Report.Milliseconds(recovery)} ms after that");
    }

    // .invalid is reserved for names that do not exist: RFC 6761.
    [Theory, EveryHost]
    public async Task With_a_name_that_nobody_knows_a_host_comes_up_and_answers(string host)
    {
        await using var service = await Hosts.StartAsync(host, "redis://:s3cret@redis.invalid");

        Assert.Equal(404, (await service.SendAsync("GET /nope")).Status);
        await IsRefusedAsync(service);
        await IsRefusedAsync(service);

        Assert.DoesNotContain("s3cret", service.Process.Output, StringComparison.Ordinal);
    }

    private static async Task IsRefusedAsync(Service service)
    {
        var clock = Stopwatch.StartNew();
        var answer = await service.SendAsync(Login);
        Assert.Equal((500, CreateFailed), (answer.Status, answer.Body.TrimEnd('\n')));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 3);
        await service.Process.WaitForLineAsync("SET session failed");
    }
}
