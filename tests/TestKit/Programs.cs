using System.Reflection;

namespace Lessons.TestKit;

/// <summary>The paths of the programs under test.</summary>
public static class Programs
{
    /// <summary>The folder in the variable <c>PUBLISHED</c>, to which <c>make build</c> has published. Null if the variable is empty.</summary>
    public static string? Published => Environment.GetEnvironmentVariable("PUBLISHED") is { Length: > 0 } folder ? folder : null;

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

    // If "program" is empty, the path is the output folder of the project.
    private static string FileName(string program) => program.Length > 0 && OperatingSystem.IsWindows() ? program + ".exe" : program;

    private static bool Lacks(string file) => Published is null || !File.Exists(Path.Combine(Published, file));

    private static string Metadata(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
