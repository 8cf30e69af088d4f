using System.Reflection;

namespace Lessons.TestKit;

/// <summary>The paths of the programs under test, and their start without the settings of this process.</summary>
public static class Programs
{
    private static readonly string[] Settings =
        ["PORT", "BIND_ADDRESS", "UPSTASH_REDIS_URL", "UPSTASH_REDIS_URL_PARAMETER", "REDIS_TIMEOUT_MS", "REDIS_CLUSTER", "LOGIN_MODE", "REGISTRATION", "SESSION_COOKIE_NAME", "SESSION_TTL", "SESSION_IDLE_TTL", "MAX_SESSIONS", "TRUST_PROXY", "LESSONS_FILE", "ALLOWED_ORIGINS", "MAX_LESSONS", "PROXY_HEADER", "AWS_LAMBDA_LOG_LEVEL", "AWS_ENDPOINT_URL_SSM"];

    /// <summary>The folder in the variable <c>PUBLISHED</c>, to which <c>make build</c> has published. Null if the variable is empty.</summary>
    public static string? Published => Environment.GetEnvironmentVariable("PUBLISHED") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>The root folder of the repository.</summary>
    public static string Repository => Metadata("Repository");

    /// <summary>The reason that a skipped test of a published program reports.</summary>
    public const string NothingPublished = "The program is not published. Run make build, and set PUBLISHED=build. The tests of the packages also need make smoke-packages, and those of the image need root";

    /// <summary>Whether handler.zip is missing.</summary>
    public static bool LacksHandlerZip => Lacks("handler.zip");

    /// <summary>Whether azure-aot.zip is missing.</summary>
    public static bool LacksAzureZip => Lacks("azure-aot.zip");

    /// <summary>Whether the packages are missing.</summary>
    public static bool LacksPackages => Published is null || !Directory.Exists(Path.Combine(Published, "smoke-packages"));

    /// <summary>
    /// Whether the files of the image cannot be run, because the server is not published, or because this user may not change the root
    /// folder of a process. In CI on Linux only a missing server counts, so that a test without root fails instead of being skipped.
    /// </summary>
    public static bool LacksImage =>
        Lacks("server/lessons-server") || (!Environment.IsPrivilegedProcess && Needs.MaySkip);

    /// <summary>A program of this solution, built with the tests.</summary>
    public static string Built(string project, string program) => Path.Combine(Metadata("Programs"), project, Metadata("Configuration"), FileName(program));

    /// <summary>
    /// A host of this solution, built with the tests. Its runtimeconfig.json sets the cost of a password's hash to <see
    /// cref="CheapHashIterations"/>. TestKit.csproj makes this copy of the host.
    /// </summary>
    public static string WithCheapHashes(string project, string program) => Path.Combine(Metadata("CheapHosts"), project, FileName(program));

    /// <summary>The iterations of a password's hash in a host that <see cref="WithCheapHashes"/> returns.</summary>
    public const uint CheapHashIterations = 2_000;

    /// <summary>Starts a program with these variables and those of <see cref="Variables"/>.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingFolder = null, string? input = null) =>
        ChildProcess.Start(program, arguments, Variables(environment), workingFolder, input);

    /// <summary>
    /// Returns these variables, and null for each other setting of the service, so that a program does not inherit the settings of this
    /// process. By default LOGIN_MODE is open and REDIS_TIMEOUT_MS is 8000.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Variables(IReadOnlyDictionary<string, string>? environment = null)
    {
        var telemetry = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal));
        var variables = Settings.Concat(telemetry).ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        variables["LOGIN_MODE"] = "open"; // Most tests use the article's routes. With an empty value the service uses its own default.
        variables["REDIS_TIMEOUT_MS"] = "8000"; // Most tests do not measure time, and the machine may be busy.
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            variables[name] = value;
        return variables;
    }

    // If "program" is empty, the path is the output folder of the project.
    private static string FileName(string program) => program.Length > 0 && OperatingSystem.IsWindows() ? program + ".exe" : program;

    private static bool Lacks(string file) => Published is null || !File.Exists(Path.Combine(Published, file));

    private static string Metadata(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
