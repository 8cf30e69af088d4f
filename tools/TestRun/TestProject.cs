using System.Diagnostics;
using System.Reflection;

namespace Lessons.TestRun;

/// <summary>A test project. Each test project is a separate program.</summary>
internal sealed record TestProject(string Name)
{
    private static readonly string Repository = Metadata("Repository");

    /// <summary>Returns a project for each folder of <c>tests</c> whose name ends in <c>.Tests</c>.</summary>
    public static IEnumerable<TestProject> All() =>
        Directory.GetDirectories(Path.Combine(Repository, "tests"), "*.Tests")
            .Select(folder => new TestProject(Path.GetFileName(folder)))
            .OrderBy(project => project.Name, StringComparer.Ordinal);

    public async Task<ProjectResult> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Repository, "artifacts", "tests", plan.Name);
        var report = Path.Combine(folder, Name + ".json");
        Directory.CreateDirectory(folder);
        File.Delete(report);

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(StartInfo(plan, report))!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var text = await output + await errors;
        await File.WriteAllTextAsync(Path.Combine(folder, Name + ".log"), text, cancellationToken);
        return ProjectResult.Read(Name, report, process.ExitCode, clock.Elapsed, text, mayBeEmpty: plan.Name == "published");
    }

    private ProcessStartInfo StartInfo(Plan plan, string report)
    {
        var program = Path.Combine(Metadata("Programs"), Name, Metadata("Configuration"), Name) + (OperatingSystem.IsWindows() ? ".exe" : "");
        string[] arguments = ["-noLogo", "-noColor", "-preEnumerateTheories", "-result-ctrf", report, .. Parallel(), .. plan.Filter(Name)];
        var info = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["PUBLISHED"] = plan.UsesPublished ? Path.Combine(Repository, "build") : "";
        return info;
    }

    // The fault tests wait most of the time, so two can run at once. On two cores they take 333 s one by one, and 163 s two at a time.
    private string[] Parallel() => Name == "Faults.Tests" ? ["-parallelMode", "collections", "-maxThreads", "2"] : [];

    private static string Metadata(string key) =>
        typeof(TestProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
