using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Runs the Makefile in a folder whose name contains a space. Stand-ins for programs and scripts record their arguments.</summary>
public sealed class RecipeTests : IDisposable
{
    private const string StandIn = """
        #!/bin/sh
        { printf '%s' "${0##*/}"; printf ' [%s]' "$@"; printf '\n'; for name in LESSONS_FILE PUBLISHED FAULTS_REPORT PAGE_REPORT; do eval "echo $name=\$$name"; done; } >> "$RECORD"
        """;

    private readonly TempFolder _temp = new();
    private readonly string _folder;
    private readonly string _record;

    public RecipeTests()
    {
        Needs.Linux("the programs of all recipes");
        _folder = Path.Combine(_temp.Path, "my course");
        _record = Path.Combine(_temp.Path, "record");
        Directory.CreateDirectory(Path.Combine(_folder, "src", "Core"));
        File.Copy(Path.Combine(Programs.Repository, "Makefile"), Path.Combine(_folder, "Makefile"));
        foreach (var file in (string[])["my lessons.json", "host.json", "Directory.Build.props", "Directory.Packages.props", "src/FunctionApp.props", "src/NativeAot.props", "src/NativeAot.Substitutions.xml", "src/native-aot.sh"])
            File.WriteAllText(Path.Combine(_folder, file), "");
        foreach (var program in (string[])["bin/dotnet", "bin/pngquant", "src/LambdaHost/package.sh", "src/AzureHost.NativeAot/package.sh", "artifacts/bin/TestRun/release/test-run"])
            AddStandIn(Path.Combine(_folder, program));
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("test", "test-run [quick]")]
    [InlineData("build", "package.sh [x64] [build]", "LESSONS_FILE=FOLDER/my lessons.json")]
    [InlineData("lambda-local", "dotnet [run] [--project] [tools/LambdaLocal]", "LESSONS_FILE=FOLDER/my lessons.json")]
    [InlineData("functions-local", "dotnet [run] [--project] [tools/FunctionsLocal]", "LESSONS_FILE=FOLDER/my lessons.json")]
    [InlineData("faults-report", "dotnet [test] [--project] [tests/Faults.Tests] [--configuration] [Release]", "PUBLISHED=FOLDER/build", "FAULTS_REPORT=FOLDER/artifacts/faults")]
    [InlineData("screenshots", "PUBLISHED=FOLDER/build", "PAGE_REPORT=FOLDER/artifacts/page")]
    public async Task A_recipe_keeps_a_path_with_a_space_in_one_piece(string target, params string[] lines)
    {
        // The stand-ins do not create files, such as a report. Later lines of a recipe that need these files fail.
        await RunAsync("--ignore-errors", target, "ARCH=x64", "LESSONS_FILE=my lessons.json");

        var record = await File.ReadAllLinesAsync(_record, TestContext.Current.CancellationToken);
        Assert.All(lines, line => Assert.Contains(line.Replace("FOLDER", _folder, StringComparison.Ordinal), record));
        Assert.DoesNotContain(record, line => line.EndsWith("/my", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_catalogue_with_a_space_in_its_name_is_published_again()
    {
        var stamp = Path.Combine(_folder, "build", "lambda", "linux-x64");
        Directory.CreateDirectory(Path.GetDirectoryName(stamp)!);
        await File.WriteAllTextAsync(stamp, Path.Combine(_folder, "my lessons.json"), TestContext.Current.CancellationToken);
        string[] arguments = ["build/lambda/linux-x64", "ARCH=x64", "LESSONS_FILE=my lessons.json"];

        Assert.Equal(0, await RunAsync(arguments));
        Assert.False(File.Exists(_record));
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "my lessons.json"), TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));
        Assert.Equal(0, await RunAsync(arguments));

        Assert.Contains("package.sh [x64] [build]", await File.ReadAllLinesAsync(_record, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_build_without_the_catalogue_is_published_again_with_it()
    {
        var stamp = Path.Combine(_folder, "build", "lambda", "linux-x64");
        Directory.CreateDirectory(Path.GetDirectoryName(stamp)!);
        await File.WriteAllTextAsync(stamp, "/nowhere", TestContext.Current.CancellationToken); // the Makefile's test targets publish with this LESSONS_FILE

        Assert.Equal(0, await RunAsync("build/lambda/linux-x64", "ARCH=x64", "LESSONS_FILE=my lessons.json"));

        Assert.Contains("package.sh [x64] [build]", await File.ReadAllLinesAsync(_record, TestContext.Current.CancellationToken));
    }

    private static void AddStandIn(string program)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        Script.Write(program, StandIn);
    }

    private async Task<int> RunAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Path.Combine(_folder, "bin") + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["RECORD"] = _record,
        };
        await using var make = Programs.Start("make", ["--no-print-directory", .. arguments], environment, _folder);
        return await make.WaitForExitAsync();
    }
}
