using System.Runtime.InteropServices;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// Tests build.ps1 with the PowerShell of .config/dotnet-tools.json. The script runs a stand-in for dotnet. The stand-in prints
/// its arguments, LESSONS_FILE and ANALYZE.
/// </summary>
public sealed class BuildScriptTests : IDisposable
{
    private const string StandIn = """
        #!/bin/sh
        echo "dotnet $* $LESSONS_FILE $ANALYZE"
        exit ${FAIL:-0}
        """;

    private readonly TempFolder _folder;

    public BuildScriptTests()
    {
        Needs.Unix("scripts that begin with #!");
        _folder = new();
        Script.Write(Path.Combine(_folder.Path, "dotnet"), StandIn);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("setup", "dotnet --version mine before", "dotnet restore --verbosity quiet mine before", "dotnet tool restore --verbosity quiet mine before")]
    [InlineData("run", "dotnet run --project src/KestrelHost mine before")]
    [InlineData("format", "dotnet format mine before")]
    [InlineData("pack", "dotnet pack src/Portable.Http --configuration Release --output build/packages --verbosity quiet mine before")]
    [InlineData(
        "test",
        "dotnet build tests/Tests.slnf --configuration Release --verbosity quiet /nowhere false",
        "dotnet artifacts/bin/TestRun/release/test-run.dll quick /nowhere false")]
    public async Task A_build_command_runs_dotnet_with_the_expected_arguments(string command, params string[] programs)
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
    public async Task The_script_restores_the_callers_variables_and_folder()
    {
        const string Caller = "Set-Location tests; ../build.ps1 test; "
            + "\"after $env:LESSONS_FILE $env:ANALYZE $(Split-Path -Leaf $PWD)\"";
        var (_, lines) = await RunAsync(["-Command", Caller], fail: 0);

        Assert.Equal("after mine before tests", lines[^1]);
    }

    // The command pack would delete the packages of the repository. Therefore the script runs in a folder that has only copies of
    // the script and of its configuration.
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
        await using var process = Programs.Start(Dotnet, ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", .. arguments], variables, copy);
        var status = await process.WaitForExitAsync();
        Needs.DotnetTools(process.Output);
        return (status, process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    // Returns the path of dotnet. The runtime of this test is in shared/Microsoft.NETCore.App/VERSION, below the folder of
    // dotnet.
    private static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
