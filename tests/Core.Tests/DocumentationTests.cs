using System.Text.RegularExpressions;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>What the documents say of the tests is so.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void No_page_has_a_figure_left_to_fill_in() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Programs.Repository, "docs"), "*.md"),
            page => Assert.DoesNotMatch("@[A-Z]+_[A-Z]+@", File.ReadAllText(page)));

    [Theory]
    [InlineData("docs/security.md")]
    [InlineData("docs/faults.md")]
    public void Every_test_that_a_document_cites_exists(string document)
    {
        var folder = Path.Combine(Programs.Repository, "tests");
        var sources = Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories).ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText, StringComparer.Ordinal);
        var cited = CitationPattern().Matches(File.ReadAllText(Path.Combine(Programs.Repository, document)));

        Assert.NotEmpty(cited);
        Assert.All(cited, citation => Assert.Contains(sources[citation.Groups["class"].Value], source => Holds(source, citation)));
    }

    // A name that ends in … is only the beginning of one; a class alone stands for all that is in it.
    private static bool Holds(string source, Match citation) => source.Contains(
        citation.Groups["test"].Value + (citation.Groups["test"].Success && !citation.Groups["more"].Success ? "(" : ""), StringComparison.Ordinal);

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z]+Tests)(\\.(?<test>[A-Za-z0-9_]+)(?<more>…)?)?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CitationPattern();
}
