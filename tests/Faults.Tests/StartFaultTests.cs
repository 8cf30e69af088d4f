using System.Diagnostics;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>A host starts while Redis cannot be reached.</summary>
public sealed class StartFaultTests
{
    private const string Login = "GET /login?userId=u";
    private static readonly string CreateFailed = ErrorBody.Of("We could not create your session");

    [RedisServerTheory, EveryFaultHost]
    public async Task Without_a_network_a_host_comes_up_answers_and_recovers(string host)
    {
        using var network = await SwallowingPort.OpenAsync();
        await using var service = await Hosts.StartAsync(host, $"redis://127.0.0.1:{network.Number}");
        Assert.Equal(404, (await service.SendAsync("GET /nope")).Status); // and a bootstrap has started
        await IsRefusedAsync(service);

        network.Dispose();
        await using var redis = await RedisProcess.StartAtAsync(network.Number);
        var back = Stopwatch.GetTimestamp();
        var student = await Student.LoginAsync(service, "u");
        var recovery = Stopwatch.GetElapsedTime(back);
        Assert.Equal(200, (await student.MarkAsync()).Status);
        await FaultReport.WriteAsync("no network at the start", host, student, redis, $"a login is a 500 until the network is there; back {FaultReport.Milliseconds(recovery)} ms after that");
    }

    // .invalid is reserved for names that do not exist: RFC 6761.
    [Theory, EveryFaultHost]
    public async Task With_a_name_that_nobody_knows_a_host_comes_up_and_answers(string host)
    {
        await using var service = await Hosts.StartAsync(host, "redis://:s3cret@redis.invalid");

        Assert.Equal(404, (await service.SendAsync("GET /nope")).Status);
        await IsRefusedAsync(service);
        await IsRefusedAsync(service);

        Assert.DoesNotContain("s3cret", service.Process.Output, StringComparison.Ordinal);
    }

    // In its mount namespace the host has a hosts file of its own, which stands for DNS.
    [RedisServerTheory, EveryFaultHost]
    public async Task A_name_that_comes_back_is_served(string host)
    {
        // Containers often forbid a mount namespace. In CI nothing is skipped: there the test fails.
        Assert.SkipWhen(await Tools.LacksMountNamespacesAsync(), "unshare may make no mount namespace here");
        using var folder = new TempFolder();
        var names = Path.Combine(folder.Path, "hosts");
        await File.WriteAllTextAsync(names, "127.0.0.1 localhost\n", TestContext.Current.CancellationToken);
        await using var redis = await RedisProcess.StartAsync();
        string[] unshare = ["unshare", "--map-root-user", "--mount", "sh", "-c", "mount --bind \"$0\" /etc/hosts && exec \"$@\"", names];
        await using var service = await Hosts.StartByAsync(unshare, host, $"redis://redis.invalid:{redis.Port}");
        await IsRefusedAsync(service);

        await File.AppendAllTextAsync(names, "127.0.0.1 redis.invalid\n", TestContext.Current.CancellationToken);
        var known = Stopwatch.GetTimestamp();

        var student = await Student.LoginAsync(service, "u");
        var recovery = Stopwatch.GetElapsedTime(known);
        Assert.Equal(200, (await student.MarkAsync()).Status);
        await FaultReport.WriteAsync("a name that DNS does not know at the start", host, student, redis, $"a login is a 500 until it does; back {FaultReport.Milliseconds(recovery)} ms after that");
    }

    [RedisServerTheory, EveryFaultHost]
    public async Task A_wrong_password_is_named_in_the_log_and_a_right_one_is_served(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var admin = await redis.ConnectAsync();
        await SetPasswordAsync("right-s3cret");
        await using var service = await Hosts.StartAsync(host, redis.Url.Replace("//", "//:other-s3cret@", StringComparison.Ordinal));

        await IsRefusedAsync(service, "WRONGPASS invalid username-password pair");

        await SetPasswordAsync("other-s3cret");
        Assert.Equal(200, (await (await Student.LoginAsync(service, "u")).MarkAsync()).Status);
        Assert.DoesNotContain("s3cret", service.Process.Output, StringComparison.Ordinal);

        Task SetPasswordAsync(string password) => admin.GetServers()[0].ExecuteAsync("CONFIG", "SET", "requirepass", password);
    }

    [RedisServerTheory, EveryFaultHost]
    public async Task A_server_with_too_many_clients_is_logged_and_used_when_it_has_room(string host)
    {
        await using var redis = await RedisProcess.StartAsync("--maxclients", "1");
        var admin = await redis.ConnectRawAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);

        await IsRefusedAsync(service, "ERR max number of clients reached");

        admin.Dispose();
        await Student.LoginAsync(service, "u");
    }

    // A server in protected mode says so at once, and closes.
    [RedisServerTheory, EveryFaultHost]
    public async Task A_server_that_says_why_it_closes_is_logged_in_its_words(string host)
    {
        using var server = LoopbackServer.Start(client => client.GetStream().WriteAsync("-DENIED This server takes nobody\r\n"u8.ToArray()).AsTask());
        await using var service = await Hosts.StartAsync(host, $"redis://127.0.0.1:{server.Port}");

        await IsRefusedAsync(service, "DENIED This server takes nobody");
    }

    private static async Task IsRefusedAsync(Service service, string cause = "")
    {
        var clock = Stopwatch.StartNew();
        var answer = await service.SendAsync(Login);
        Assert.Equal((500, CreateFailed), (answer.Status, answer.Body.TrimEnd('\n')));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10); // the budget is 1 s
        await service.Process.WaitForLineAsync("SET session failed");
        await Eventually.HoldsAsync($"the log says: {cause}", async () => cause.Length == 0 || (await FailAsync(service)).Contains(cause, StringComparison.Ordinal));
    }

    // The reason is asked for beside the first requests.
    private static async Task<string> FailAsync(Service service)
    {
        await service.SendAsync(Login);
        return await service.Process.WaitForLineAsync("SET session failed");
    }
}
