using System.Diagnostics;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>A host starts while it cannot reach Redis, or while Redis refuses its connection.</summary>
public sealed class StartFaultTests
{
    private const string Login = "GET /login?userId=u";
    private static readonly string CreateFailed = ErrorBody.Of("We could not create your session");

    [RedisServerTheory, EveryFaultHost]
    public async Task A_host_that_starts_without_a_network_returns_500_and_recovers(string host)
    {
        using var network = await SwallowingPort.OpenAsync();
        await using var service = await Hosts.StartAsync(host, $"redis://127.0.0.1:{network.Number}");
        Assert.Equal(404, (await service.SendAsync("GET /nope")).Status); // On Lambda this request starts the bootstrap.
        await IsRefusedAsync(service);

        network.Dispose();
        await using var redis = await RedisProcess.StartAtAsync(network.Number);
        var back = Stopwatch.GetTimestamp();
        var student = await Student.LoginAsync(service, "u");
        var recovery = Stopwatch.GetElapsedTime(back);
        Assert.Equal(200, (await student.MarkAsync()).Status);
        await FaultReport.WriteAsync("no network at the start", host, student, redis, $"a login returns 500 until the network works; recovered {FaultReport.Milliseconds(recovery)} ms after that");
    }

    // The domain .invalid is reserved for names that do not exist (RFC 6761).
    [Theory, EveryFaultHost]
    public async Task A_host_that_starts_with_an_unknown_Redis_name_returns_500(string host)
    {
        await using var service = await Hosts.StartAsync(host, "redis://:s3cret@redis.invalid");

        Assert.Equal(404, (await service.SendAsync("GET /nope")).Status);
        await IsRefusedAsync(service);
        await IsRefusedAsync(service);

        Assert.DoesNotContain("s3cret", service.Output, StringComparison.Ordinal);
    }

    // The host runs in a mount namespace with its own hosts file, which replaces DNS.
    [RedisServerTheory, EveryFaultHost]
    public async Task A_Redis_name_that_DNS_resolves_later_is_used(string host)
    {
        await Needs.MountNamespacesAsync();
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
        await FaultReport.WriteAsync("a name that DNS does not know at the start", host, student, redis, $"a login returns 500 until DNS has the name; recovered {FaultReport.Milliseconds(recovery)} ms after that");
    }

    [RedisServerTheory, EveryFaultHost]
    public async Task A_wrong_Redis_password_is_logged_and_the_service_recovers(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var admin = await redis.ConnectAsync();
        await SetPasswordAsync("right-s3cret");
        await using var service = await Hosts.StartAsync(host, redis.Url.Replace("//", "//:other-s3cret@", StringComparison.Ordinal));

        await IsRefusedAsync(service, "WRONGPASS invalid username-password pair");

        await SetPasswordAsync("other-s3cret");
        Assert.Equal(200, (await (await Student.LoginAsync(service, "u")).MarkAsync()).Status);
        Assert.DoesNotContain("s3cret", service.Output, StringComparison.Ordinal);

        Task SetPasswordAsync(string password) => admin.GetServers()[0].ExecuteAsync("CONFIG", "SET", "requirepass", password);
    }

    [RedisServerTheory, EveryFaultHost]
    public async Task Redis_at_its_client_limit_is_logged_and_the_service_recovers(string host)
    {
        await using var redis = await RedisProcess.StartAsync("--maxclients", "1");
        var admin = await redis.ConnectRawAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);

        await IsRefusedAsync(service, "ERR max number of clients reached");

        admin.Dispose();
        await Student.LoginAsync(service, "u");
    }

    // A server in protected mode sends its reason immediately, and closes the connection.
    [RedisServerTheory, EveryFaultHost]
    public async Task An_error_of_Redis_before_it_closes_the_connection_is_logged(string host)
    {
        using var server = LoopbackServer.Start(client => client.GetStream().WriteAsync("-DENIED This server takes nobody\r\n"u8.ToArray()).AsTask());
        await using var service = await Hosts.StartAsync(host, $"redis://127.0.0.1:{server.Port}");

        await IsRefusedAsync(service, "DENIED This server takes nobody");
    }

    private static async Task IsRefusedAsync(RunningHost service, string cause = "")
    {
        var clock = Stopwatch.StartNew();
        var answer = await service.SendAsync(Login);
        Assert.Equal((500, CreateFailed), (answer.Status, answer.Body.TrimEnd('\n')));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10); // REDIS_TIMEOUT_MS is 1 s.
        await service.Process.WaitForLineAsync("SET session failed");
        await Eventually.HoldsAsync($"the log contains: {cause}", async () => cause.Length == 0 || (await FailAsync(service)).Contains(cause, StringComparison.Ordinal));
    }

    // Sends one more login and returns its log line. The service looks up the reason in parallel with the first requests, so their log lines
    // may lack the reason.
    private static async Task<string> FailAsync(RunningHost service)
    {
        await service.SendAsync(Login);
        return await service.Process.WaitForLineAsync("SET session failed");
    }
}
