using System.Reflection;

namespace Lessons.TestKit;

/// <summary>Where the programs under test are.</summary>
public static class Programs
{
    /// <summary>What <c>make build</c> published: the folder that <c>PUBLISHED</c> names; null when it is not set.</summary>
    public static string? Published => Environment.GetEnvironmentVariable("PUBLISHED") is { Length: > 0 } folder ? folder : null;

    /// <summary>The folder of the sources.</summary>
    public static string Repository => Metadata("Repository");

    /// <summary>Why a test of what is published is skipped.</summary>
    public const string NothingPublished = "What this test looks at is not published: make build, and PUBLISHED=build. The image's tests need root too";

    /// <summary>Whether there is no handler.zip to look into.</summary>
    public static bool LacksHandlerZip => Lacks("handler.zip");

    /// <summary>Whether there is no azure-aot.zip to look into.</summary>
    public static bool LacksAzureZip => Lacks("azure-aot.zip");

    /// <summary>
    /// Whether the files of the image cannot be run: there is no server to make an image of, or this user may not change the root of a
    /// process. In CI the second is no reason to skip a test.
    /// </summary>
    public static bool LacksImage =>
        Lacks("server/lessons-server") || (!Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("CI") != "true");

    /// <summary>A program of this solution, built with the tests.</summary>
    public static string Built(string project, string program) => Path.Combine(Metadata("Programs"), project, Metadata("Configuration"), program);

    /// <summary>
    /// A host of this solution, built with the tests. Its runtimeconfig.json switches the cost of a password's hash to
    /// <see cref="CheapHashIterations"/>; the copy is made by TestKit.csproj.
    /// </summary>
    public static string WithCheapHashes(string project, string program) => Path.Combine(Metadata("CheapHosts"), project, program);

    /// <summary>The iterations of a password's hash in a host that <see cref="WithCheapHashes"/> returns.</summary>
    public const uint CheapHashIterations = 2_000;

    private static bool Lacks(string file) => Published is null || !File.Exists(Path.Combine(Published, file));

    private static string Metadata(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
