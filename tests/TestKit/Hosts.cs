namespace Lessons.TestKit;

/// <summary>The hosts on which the test suites run. A new host needs one line here.</summary>
public static class Hosts
{
    /// <summary>The Lambda host on Amazon's package.</summary>
    public const string Vendor = "lambda-aspnetcore";

    private const string Suffix = "-published";

    private static readonly Dictionary<string, Func<Launch, Task<RunningHost>>> All = new(StringComparer.Ordinal)
    {
        ["kestrel"] = launch => StartKestrelAsync(Programs.WithCheapHashes("KestrelHost", "lessons-server"), launch),
        ["azure"] = launch => StartAzureAsync(Programs.WithCheapHashes("AzureHost", ""), launch),
        ["azure-aot"] = launch => StartAzureAsync(Programs.WithCheapHashes("AzureHost.NativeAot", ""), launch),
        ["lambda"] = launch => StartLambdaAsync(Programs.WithCheapHashes("LambdaHost", "bootstrap"), launch),
    };

    static Hosts()
    {
        // make test-vendor sets this variable if Amazon's package can be restored on this machine.
        if (Environment.GetEnvironmentVariable("VENDOR_LAMBDA") is { Length: > 0 } program)
            All[Vendor] = launch => StartLambdaAsync(Path.GetFullPath(program, Programs.Repository), launch);
        if (Programs.Published is not { } folder)
            return;
        All["kestrel-published"] = launch => StartKestrelAsync(Path.Combine(folder, "server", "lessons-server"), launch);
        All["azure-published"] = launch => StartAzureAsync(Path.Combine(folder, "azure"), launch);
        if (File.Exists(Path.Combine(folder, "azure-aot", "lessons-worker")))
            All["azure-aot-published"] = launch => StartAzureAsync(Path.Combine(folder, "azure-aot"), launch);
        if (File.Exists(Path.Combine(folder, "lambda", "bootstrap"))) // The folder may have been published without this program.
            All["lambda-published"] = launch => StartLambdaAsync(Path.Combine(folder, "lambda", "bootstrap"), launch, "--freeze"); // Lambda freezes the bootstrap between requests.
    }

    /// <summary>The <see cref="RunningHost.Answered"/> of each host that starts later.</summary>
    public static Action<string, string, RawResponse>? Answered { get; set; }

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Whether the host is a published program, not a program that was built with the tests.</summary>
    public static bool IsPublished(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Returns the name of the host without the suffix of a published program.</summary>
    public static string Program(string name) => IsPublished(name) ? name[..^Suffix.Length] : name;

    /// <summary>Every host once: the published program if there is one, otherwise the program that was built with the tests.</summary>
    public static IEnumerable<string> Deployed => All.Keys.Where(name => !All.ContainsKey(name + Suffix));

    /// <summary>
    /// One host for each platform. For Azure it is the host on our own worker. Azure's two workers do not differ in a browser, with another
    /// Redis and under faults, and Microsoft's worker would add a quarter to the time of these tests.
    /// </summary>
    public static IEnumerable<string> OnePerPlatform => Deployed.Where(name => Program(name) != "azure");

    /// <summary>Starts a host that uses the given Redis.</summary>
    public static Task<RunningHost> StartAsync(string name, string redisUrl, params (string Name, string Value)[] settings) => StartByAsync([], name, redisUrl, settings);

    /// <summary>Starts a host through a command that runs its last arguments as a program.</summary>
    public static async Task<RunningHost> StartByAsync(string[] command, string name, string redisUrl, params (string Name, string Value)[] settings)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = redisUrl, ["REDIS_TIMEOUT_MS"] = "" };
        if (Program(name) == "azure")
            // Without these settings, this worker does not receive the client's address.
            (variables["TRUST_PROXY"], variables["PROXY_HEADER"]) = ("true", "CLIENT-IP");
        foreach (var (variable, value) in settings)
            variables[variable] = value;
        var host = await All[name](line =>
        {
            string[] whole = [.. command, .. line];
            return Programs.Start(whole[0], whole[1..], variables);
        });
        host.Answered = Answered;
        return host;
    }

    private static Task<RunningHost> StartKestrelAsync(string program, Launch launch) => RunningHost.WaitForAsync(launch(program));

    private static Task<RunningHost> StartLambdaAsync(string bootstrap, Launch launch, params string[] options) =>
        RunningHost.WaitForAsync(launch([Programs.Built("LambdaLocal", "lambda-local"), "--bootstrap", bootstrap, .. options]));

    private static Task<RunningHost> StartAzureAsync(string app, Launch launch) =>
        RunningHost.WaitForAsync(launch(Programs.Built("FunctionsLocal", "functions-local"), "--app", app));

    private delegate ChildProcess Launch(params string[] line);
}
