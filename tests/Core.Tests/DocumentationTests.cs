using System.Text.RegularExpressions;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Checks the documents: links, sizes, and the tests that they cite.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void No_page_has_a_placeholder_for_a_figure() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Programs.Repository, "docs"), "*.md"),
            page => Assert.DoesNotMatch("@[A-Z]+_[A-Z]+@", File.ReadAllText(page)));

    [Theory]
    [InlineData("docs/security.md")]
    [InlineData("docs/security-attacks.md")]
    [InlineData("docs/asvs-1-input.md")]
    [InlineData("docs/asvs-1-sessions.md")]
    [InlineData("docs/asvs-2.md")]
    [InlineData("docs/faults.md")]
    public void Every_test_that_a_document_cites_exists(string document)
    {
        var folder = Path.Combine(Programs.Repository, "tests");
        var sources = Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories).ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText, StringComparer.Ordinal);
        var cited = CitationPattern().Matches(File.ReadAllText(Path.Combine(Programs.Repository, document)));

        Assert.NotEmpty(cited);
        Assert.All(cited, citation => Assert.Contains(sources[citation.Groups["class"].Value], source => Holds(source, citation)));
    }

    [Fact]
    public void Every_link_of_a_page_points_to_an_existing_file_and_heading() => Assert.All(Pages, page =>
    {
        var text = File.ReadAllText(page);
        Assert.All(LinkPattern().Matches(text), link =>
        {
            var path = link.Groups["path"].Value;
            var target = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page}: {path} does not exist.");
            if (link.Groups["anchor"].Success)
                Assert.Contains(link.Groups["anchor"].Value, Anchors(target));
        });
    });

    [Fact]
    public void Each_page_has_at_most_8_KB_and_begins_with_its_use() => Assert.All(Pages, page =>
    {
        Assert.True(new FileInfo(page).Length <= 8 * 1024, $"{page} has more than 8 KB.");
        Assert.StartsWith("After this page you can ", File.ReadLines(page).ElementAt(2), StringComparison.Ordinal);
    });

    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Programs.Repository, "*.md")
            .Concat(((string[])["docs", "bench", "samples"]).SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Programs.Repository, folder), "*.md")))
            .Concat(((string[])["src", "tools", "templates"]).SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Programs.Repository, folder), "README.md", SearchOption.AllDirectories)));

    private static IEnumerable<string> Anchors(string page) =>
        HeadingPattern().Matches(File.ReadAllText(page)).Select(heading => Anchor(heading.Groups["text"].Value));

    // Returns the anchor that GitHub generates for a heading.
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    // A cited name that ends in … is the beginning of the name of a test. A cited class without the name of a test means all
    // tests of the class.
    private static bool Holds(string source, Match citation) => source.Contains(
        citation.Groups["test"].Value + (citation.Groups["test"].Success && !citation.Groups["more"].Success ? "(" : ""), StringComparison.Ordinal);

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z]+Tests)(\\.(?<test>[A-Za-z0-9_]+)(?<more>…)?)?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CitationPattern();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]*)(#(?<anchor>[^)\s]+))?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkPattern();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeadingPattern();
}
