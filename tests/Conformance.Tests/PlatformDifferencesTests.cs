using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

/// <summary>Compares the differences of the platforms with the documentation and with the tests.</summary>
public sealed class PlatformDifferencesTests
{
    [Fact]
    public async Task The_page_api_md_contains_the_table_of_the_differences()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Programs.Repository, "docs", "api.md"));

        Assert.True(page.Contains(PlatformDifferences.Table, StringComparison.Ordinal), $"docs/api.md must contain this table:\n{PlatformDifferences.Table}");
    }

    [Fact]
    public void Each_difference_names_tests_that_exist()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Programs.Repository, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Programs.Repository, "src", "Portable.Conformance"), "HostCases.*.cs"));
        var sources = files.ToLookup(file => Path.GetFileName(file).Split('.')[0], File.ReadAllText, StringComparer.Ordinal);

        Assert.All(PlatformDifferences.All, difference =>
        {
            Assert.NotEmpty(difference.Tests);
            Assert.All(difference.Tests, test =>
                Assert.True(test.Split('.') is [var type, { Length: > 0 } method] && sources[type].Any(source => source.Contains($" {method}(", StringComparison.Ordinal)), $"There is no test {test}."));
        });
    }
}
