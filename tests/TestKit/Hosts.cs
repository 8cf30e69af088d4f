namespace Lessons.TestKit;

/// <summary>The hosts that the suites run against: a new one joins with a line here.</summary>
public static class Hosts
{
    private static readonly Dictionary<string, Func<Dictionary<string, string>, Task<Service>>> All = new(StringComparer.Ordinal)
    {
        ["kestrel"] = settings => StartKestrelAsync(Programs.Built("KestrelHost", "lessons-server"), settings),
        ["azure"] = settings => StartAzureAsync(Programs.Built("AzureHost", ""), settings),
        ["lambda"] = settings => StartLambdaAsync(Programs.Built("LambdaHost", "bootstrap"), settings),
    };

    static Hosts()
    {
        if (Programs.Published is not { } folder)
            return;
        All["kestrel-published"] = settings => StartKestrelAsync(Path.Combine(folder, "server", "lessons-server"), settings);
        if (File.Exists(Path.Combine(folder, "azure", "lessons-worker")))
            All["azure-published"] = settings => StartAzureAsync(Path.Combine(folder, "azure"), settings);
        if (File.Exists(Path.Combine(folder, "lambda", "bootstrap"))) // make test tells where it cannot be made
            All["lambda-published"] = settings => StartLambdaAsync(Path.Combine(folder, "lambda", "bootstrap"), settings, "--freeze"); // as Lambda does
    }

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>A host each: the published one where there is one, else the built one.</summary>
    public static IEnumerable<string> Deployed => All.Keys.Where(name => !All.ContainsKey(name + "-published"));

    /// <summary>Starts a host with that Redis.</summary>
    public static Task<Service> StartAsync(string name, string redisUrl, params (string Name, string Value)[] settings)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = redisUrl };
        foreach (var (variable, value) in settings)
            variables[variable] = value;
        return All[name](variables);
    }

    private static Task<Service> StartKestrelAsync(string program, Dictionary<string, string> settings) =>
        Service.WaitForAsync(ChildProcess.Start(program, [], settings));

    private static Task<Service> StartLambdaAsync(string bootstrap, Dictionary<string, string> settings, params string[] options) =>
        Service.WaitForAsync(ChildProcess.Start(Programs.Built("LambdaLocal", "lambda-local"), ["--bootstrap", bootstrap, .. options], settings));

    private static Task<Service> StartAzureAsync(string app, Dictionary<string, string> settings) =>
        Service.WaitForAsync(ChildProcess.Start(Programs.Built("FunctionsLocal", "functions-local"), ["--app", app], settings));
}
