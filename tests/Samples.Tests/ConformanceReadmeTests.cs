using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The README of Portable.Conformance shows the test of the minimal API, and its limits.</summary>
public sealed class ConformanceReadmeTests
{
    [Fact]
    public async Task The_README_shows_the_test_of_the_minimal_API()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(Programs.Repository, "tests", "Samples.Tests", "MinimalApiTests.cs"));

        Assert.Contains($"```csharp\n{file[file.IndexOf("public ", StringComparison.Ordinal)..]}```\n", await ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_README_contains_the_table_of_the_limits_of_the_minimal_API()
    {
        await using var host = new MinimalApiHost();
        var rows = host.Limits.Select(limit => $"| `{limit.Case}` | {(limit.Values is [] ? "all" : string.Join(' ', limit.Values.Select(value => $"`{value}`")))} | {limit.Reason} |\n");
        var table = $"| test | cases | why they fail |\n|---|---|---|\n{string.Concat(rows)}\n";

        var readme = await ReadAsync();

        Assert.True(readme.Contains(table, StringComparison.Ordinal), $"The README of Portable.Conformance must contain this table:\n{table}");
    }

    private static Task<string> ReadAsync() => File.ReadAllTextAsync(Path.Combine(Programs.Repository, "src", "Portable.Conformance", "README.md"));
}
