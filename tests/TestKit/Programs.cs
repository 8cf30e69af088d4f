using System.Reflection;

namespace Lessons.TestKit;

/// <summary>Where the programs under test are.</summary>
public static class Programs
{
    /// <summary>What <c>make build</c> published: the folder that <c>PUBLISHED</c> names; null when it is not set.</summary>
    public static string? Published => Environment.GetEnvironmentVariable("PUBLISHED") is { Length: > 0 } folder ? folder : null;

    /// <summary>The folder of the sources.</summary>
    public static string Repository => Metadata("Repository");

    /// <summary>Whether there is no handler.zip to look into.</summary>
    public static bool LacksHandlerZip => Published is null || !File.Exists(Path.Combine(Published, "handler.zip"));

    /// <summary>Whether there is no server of which an image could be made.</summary>
    public static bool LacksServer => Published is null || !File.Exists(Path.Combine(Published, "server", "lessons-server"));

    /// <summary>A program of this solution, built with the tests.</summary>
    public static string Built(string project, string program) => Path.Combine(Metadata("Programs"), project, Metadata("Configuration"), program);

    /// <summary>
    /// A host of this solution, built with the tests. Its runtimeconfig.json switches the cost of a password's hash to
    /// <see cref="CheapHashIterations"/>; the copy is made by TestKit.csproj.
    /// </summary>
    public static string WithCheapHashes(string project, string program) => Path.Combine(Metadata("CheapHosts"), project, program);

    /// <summary>The iterations of a password's hash in a host that <see cref="WithCheapHashes"/> returns.</summary>
    public const uint CheapHashIterations = 2_000;

    private static string Metadata(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
