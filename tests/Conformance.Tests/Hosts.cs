using Lessons.TestKit;

namespace Lessons.Conformance;

/// <summary>The hosts that the suite runs against: a new one joins with a line here.</summary>
internal static class Hosts
{
    private static readonly Dictionary<string, Func<string, Task<Service>>> All = new(StringComparer.Ordinal)
    {
        ["kestrel"] = redis => StartKestrelAsync(Programs.Built("KestrelHost", "lessons-server"), redis),
        ["lambda"] = redis => StartLambdaAsync(Programs.Built("LambdaHost", "bootstrap"), redis),
    };

    static Hosts()
    {
        if (Programs.Published is not { } folder)
            return;
        All["kestrel-published"] = redis => StartKestrelAsync(Path.Combine(folder, "server", "lessons-server"), redis);
        All["lambda-published"] = redis => StartLambdaAsync(Path.Combine(folder, "lambda", "bootstrap"), redis);
    }

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Starts a host with that Redis.</summary>
    public static Task<Service> StartAsync(string name, string redisUrl) => All[name](redisUrl);

    private static Task<Service> StartKestrelAsync(string program, string redisUrl) => StartAsync(program, [], redisUrl);

    private static Task<Service> StartLambdaAsync(string bootstrap, string redisUrl) =>
        StartAsync(Programs.Built("LambdaLocal", "lambda-local"), ["--bootstrap", bootstrap], redisUrl);

    private static Task<Service> StartAsync(string program, string[] arguments, string redisUrl) =>
        Service.WaitForAsync(ChildProcess.Start(program, arguments, new Dictionary<string, string> { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = redisUrl }));
}
