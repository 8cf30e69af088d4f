namespace Lessons.TestKit;

/// <summary>The hosts that the suites run against: a new one joins with a line here.</summary>
public static class Hosts
{
    /// <summary>The Lambda host on Amazon's package.</summary>
    public const string Vendor = "lambda-aspnetcore";

    private const string Suffix = "-published";

    private static readonly Dictionary<string, Func<Launch, Task<Service>>> All = new(StringComparer.Ordinal)
    {
        ["kestrel"] = launch => StartKestrelAsync(Programs.WithCheapHashes("KestrelHost", "lessons-server"), launch),
        ["azure"] = launch => StartAzureAsync(Programs.WithCheapHashes("AzureHost", ""), launch),
        ["azure-aot"] = launch => StartAzureAsync(Programs.WithCheapHashes("AzureHost.NativeAot", ""), launch),
        ["lambda"] = launch => StartLambdaAsync(Programs.WithCheapHashes("LambdaHost", "bootstrap"), launch),
    };

    static Hosts()
    {
        // Amazon's package cannot be had everywhere: make test-vendor.
        if (Environment.GetEnvironmentVariable("VENDOR_LAMBDA") is { Length: > 0 } program)
            All[Vendor] = launch => StartLambdaAsync(Path.GetFullPath(program, Programs.Repository), launch);
        if (Programs.Published is not { } folder)
            return;
        All["kestrel-published"] = launch => StartKestrelAsync(Path.Combine(folder, "server", "lessons-server"), launch);
        All["azure-published"] = launch => StartAzureAsync(Path.Combine(folder, "azure"), launch);
        if (File.Exists(Path.Combine(folder, "azure-aot", "lessons-worker")))
            All["azure-aot-published"] = launch => StartAzureAsync(Path.Combine(folder, "azure-aot"), launch);
        if (File.Exists(Path.Combine(folder, "lambda", "bootstrap"))) // make test tells where it cannot be made
            All["lambda-published"] = launch => StartLambdaAsync(Path.Combine(folder, "lambda", "bootstrap"), launch, "--freeze"); // as Lambda does
    }

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Whether it is a published program, and not one that was built with the tests.</summary>
    public static bool IsPublished(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The host whose published program that is, or which it is itself.</summary>
    public static string Program(string name) => IsPublished(name) ? name[..^Suffix.Length] : name;

    /// <summary>A host each: the published one where there is one, else the built one.</summary>
    public static IEnumerable<string> Deployed => All.Keys.Where(name => !All.ContainsKey(name + Suffix));

    /// <summary>
    /// A host for each platform: of Azure's two workers our own. In a browser, with another Redis and under faults the workers do not
    /// differ, and each would take a quarter of the time more.
    /// </summary>
    public static IEnumerable<string> OnePerPlatform => Deployed.Where(name => Program(name) != "azure");

    /// <summary>Starts a host with that Redis.</summary>
    public static Task<Service> StartAsync(string name, string redisUrl, params (string Name, string Value)[] settings) => StartByAsync([], name, redisUrl, settings);

    /// <summary>Starts a host by a command that runs what its last arguments say.</summary>
    public static Task<Service> StartByAsync(string[] command, string name, string redisUrl, params (string Name, string Value)[] settings)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = redisUrl, ["REDIS_TIMEOUT_MS"] = "" };
        if (Program(name) == "azure")
            (variables["TRUST_PROXY"], variables["PROXY_HEADER"]) = ("true", "CLIENT-IP"); // what this worker does not see itself
        foreach (var (variable, value) in settings)
            variables[variable] = value;
        return All[name](line =>
        {
            string[] whole = [.. command, .. line];
            return ChildProcess.Start(whole[0], whole[1..], variables);
        });
    }

    private static Task<Service> StartKestrelAsync(string program, Launch launch) => Service.WaitForAsync(launch(program));

    private static Task<Service> StartLambdaAsync(string bootstrap, Launch launch, params string[] options) =>
        Service.WaitForAsync(launch([Programs.Built("LambdaLocal", "lambda-local"), "--bootstrap", bootstrap, .. options]));

    private static Task<Service> StartAzureAsync(string app, Launch launch) =>
        Service.WaitForAsync(launch(Programs.Built("FunctionsLocal", "functions-local"), "--app", app));

    private delegate ChildProcess Launch(params string[] line);
}
