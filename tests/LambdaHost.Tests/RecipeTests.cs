using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The Makefile in a folder whose name has a space.</summary>
public sealed class RecipeTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("test")]
    [InlineData("test-all")]
    [InlineData("test-published")]
    [InlineData("faults-report")]
    [InlineData("screenshots")]
    [InlineData("lambda-local")]
    [InlineData("functions-local")]
    [InlineData("build")]
    [InlineData("bench")]
    public async Task No_recipe_breaks_a_path_at_its_space(string target)
    {
        var folder = Path.Combine(_temp.Path, "my course");
        Directory.CreateDirectory(Path.Combine(folder, "src", "Core"));
        File.Copy(Path.Combine(Programs.Repository, "Makefile"), Path.Combine(folder, "Makefile"));
        foreach (var file in (string[])["host.json", "Directory.Build.props", "Directory.Packages.props", "src/NativeAot.props", "src/NativeAot.Substitutions.xml", "src/native-aot.sh"])
            await File.WriteAllTextAsync(Path.Combine(folder, file), "", TestContext.Current.CancellationToken);
        foreach (var host in (string[])["LambdaHost", "AzureHost"])
            Directory.CreateDirectory(Path.Combine(folder, "src", host));

        await using var make = ChildProcess.Start("make", ["--dry-run", "--no-print-directory", target, "LESSONS_FILE=my lessons.json"], workingFolder: folder);
        Assert.Equal(0, await make.WaitForExitAsync());

        foreach (var line in make.Output.Split('\n'))
        {
            for (var at = line.IndexOf(folder, StringComparison.Ordinal); at >= 0; at = line.IndexOf(folder, at + 1, StringComparison.Ordinal))
                Assert.True(line[..at].Count(c => c == '"') % 2 == 1, line);
        }
    }
}
