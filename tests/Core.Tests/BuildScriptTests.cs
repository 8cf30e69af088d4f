using System.Runtime.InteropServices;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// build.ps1, run by the PowerShell of .config/dotnet-tools.json. The script runs a stand-in for dotnet, which prints its arguments and
/// the two variables of the tests.
/// </summary>
public sealed class BuildScriptTests : IDisposable
{
    private const string StandIn = """
        #!/bin/sh
        echo "dotnet $* $LESSONS_FILE $ANALYZE"
        exit ${FAIL:-0}
        """;

    private readonly TempFolder _folder = new();

    public BuildScriptTests() => Script.Write(Path.Combine(_folder.Path, "dotnet"), StandIn);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("setup", "dotnet --version mine before", "dotnet restore --verbosity quiet mine before")]
    [InlineData("run", "dotnet run --project src/KestrelHost mine before")]
    [InlineData("format", "dotnet format mine before")]
    [InlineData("pack", "dotnet pack src/Portable.Http --configuration Release --output build/packages --verbosity quiet mine before")]
    [InlineData(
        "test",
        "dotnet build tests/Tests.slnf --configuration Release --verbosity quiet /nowhere false",
        "dotnet artifacts/bin/TestRun/release/test-run.dll quick /nowhere false")]
    public async Task A_command_runs_these_programs(string command, params string[] programs)
    {
        var (status, lines) = await RunAsync(["-File", "build.ps1", command], fail: 0);

        Assert.Equal(0, status);
        Assert.All(programs, program => Assert.Contains(program, lines));
    }

    [Fact]
    public async Task The_help_text_lists_each_command()
    {
        var (status, lines) = await RunAsync(["-File", "build.ps1"], fail: 0);

        Assert.Equal(0, status);
        Assert.All((string[])["help", "setup", "run", "test", "format", "pack"], command =>
            Assert.Single(lines, line => line.StartsWith(command + "  ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("setup")]
    [InlineData("test")]
    [InlineData("pack")]
    public async Task A_program_that_fails_ends_the_script_with_its_exit_code(string command)
    {
        var (status, lines) = await RunAsync(["-File", "build.ps1", command], fail: 3);

        Assert.Equal(3, status);
        Assert.Single(lines, line => line.StartsWith("dotnet ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_callers_variables_and_folder_stay_as_they_were()
    {
        const string Caller = "Set-Location tests; ../build.ps1 test; "
            + "\"after $env:LESSONS_FILE $env:ANALYZE $(Split-Path -Leaf $PWD)\"";
        var (_, lines) = await RunAsync(["-Command", Caller], fail: 0);

        Assert.Equal("after mine before tests", lines[^1]);
    }

    // Pack would delete the packages of the repository: the script runs in a copy of the repository's folder names.
    private async Task<(int Status, string[] Lines)> RunAsync(string[] arguments, int fail)
    {
        var copy = Path.Combine(_folder.Path, "repository");
        Directory.CreateDirectory(Path.Combine(copy, "tests"));
        File.Copy(Path.Combine(Programs.Repository, "build.ps1"), Path.Combine(copy, "build.ps1"));
        File.Copy(Path.Combine(Programs.Repository, "global.json"), Path.Combine(copy, "global.json"));
        File.Copy(Path.Combine(Programs.Repository, ".config", "dotnet-tools.json"), Path.Combine(copy, "dotnet-tools.json"));
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = _folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["LESSONS_FILE"] = "mine",
            ["ANALYZE"] = "before",
            ["FAIL"] = fail.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["NO_COLOR"] = "1",
        };
        await using var process = ChildProcess.Start(Dotnet, ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", .. arguments], variables, copy);
        var status = await process.WaitForExitAsync();
        Assert.SkipWhen(Needs.MaySkip && process.Output.Contains("\"dotnet tool restore\"", StringComparison.Ordinal), "PowerShell is not restored. make setup restores it");
        return (status, process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    // The program that runs this test's runtime: shared/Microsoft.NETCore.App/VERSION is below its folder.
    private static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
