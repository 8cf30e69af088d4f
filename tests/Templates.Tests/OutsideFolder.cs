using System.Diagnostics;
using System.Reflection;
using System.Text;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// An empty folder outside of the repository. The only source of packages is the folder of the packed packages. All other packages come
/// from the cache of this machine, into which the build of the tests has restored them.
/// </summary>
internal sealed class OutsideFolder : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    // The tests may run below make. These variables would change the commands in the folder.
    private static readonly Dictionary<string, string?> Removed = ((string[])[
        "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ARCH", "BIND_ADDRESS", "INVOKE_MODE", "UPSTASH_REDIS_URL", "UPSTASH_REDIS_URL_PARAMETER", "TEST_REDIS_URL",
    ]).ToDictionary(name => name, _ => (string?)null);

    private readonly TempFolder _folder = new();

    public OutsideFolder()
    {
        Directory.CreateDirectory(Restored);
        foreach (var package in Directory.EnumerateDirectories(Cache).Where(package => !NameOf(package).StartsWith("portable.", StringComparison.Ordinal)))
            Directory.CreateSymbolicLink(System.IO.Path.Combine(Restored, NameOf(package)), package);
        Directory.CreateDirectory(Of("empty"));
        var sources = $"""<clear /><add key="nuget.org" value="{Of("empty")}" />""";
        File.WriteAllText(Of("nuget.config"), $"<configuration><packageSources>{sources}</packageSources></configuration>");
    }

    /// <summary>The folder of the packed packages.</summary>
    public static string Packages => System.IO.Path.Combine(Programs.Published!, "smoke-packages");

    /// <summary>The version of the packed packages.</summary>
    public static string Version => NameOf(Directory.GetFiles(Packages, "Portable.Http.*.nupkg").Single())["Portable.Http.".Length..^".nupkg".Length];

    /// <summary>The variables that a command in the folder has. A null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>(Removed, StringComparer.Ordinal)
    {
        ["DOTNET_CLI_HOME"] = Of("home"),
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["NUGET_PACKAGES"] = Restored,
        ["MSBUILDDISABLENODEREUSE"] = "1", // a node would keep the output of its command open
        ["PORT"] = "0",
    };

    private static string Cache { get; } =
        typeof(OutsideFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "PackageCache").Value!;

    private string Restored => Of("restored");

    /// <summary>Returns the path of a file or a folder in this folder.</summary>
    public string Of(params string[] names) => System.IO.Path.Combine([_folder.Path, .. names]);

    /// <summary>Runs a command in a folder, and returns its output. Fails the test if the exit code is another one.</summary>
    public async Task<string> RunAsync(string folder, string program, string[] arguments, int exitCode = 0)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in Variables)
            info.Environment[name] = value;
        using var process = Process.Start(info)!;
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Add(output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            await process.WaitForExitAsync(bound.Token); // It also waits for the end of the output.
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Bound}:\n{TextOf(output)}");
        }

        var text = TextOf(output);
        Assert.True(process.ExitCode == exitCode, $"{program} {string.Join(' ', arguments)} ended with the exit code {process.ExitCode}:\n{text}");
        return text;
    }

    public void Dispose() => _folder.Dispose();

    private static void Add(StringBuilder output, string? line)
    {
        lock (output)
            output.Append(line).Append('\n');
    }

    private static string TextOf(StringBuilder output)
    {
        lock (output)
            return output.ToString();
    }

    private static string NameOf(string path) => System.IO.Path.GetFileName(path);
}
