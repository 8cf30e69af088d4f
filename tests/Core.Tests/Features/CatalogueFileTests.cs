using System.Text;
using FsCheck.Xunit;
using Lessons.TestKit;
using Portable.Http;
using Xunit;

namespace Lessons.Tests.Features;

public sealed class CatalogueFileTests
{
    [Fact]
    public void A_catalogue_keeps_the_order_of_courses_and_sorts_lessons_by_order()
    {
        const string File = """
            [
              {"slug": "redis-2", "title": "Hashes", "course": "Redis", "order": 20},
              {"slug": "go-1", "title": "Hello, Go", "course": "Go"},
              {"slug": "redis-3", "title": "Streams", "course": "Redis"},
              {"slug": "redis-1", "title": "Strings", "course": "Redis", "order": -1},
              {"order": 20, "course": "Redis", "title": "Sets", "slug": "redis-2b"},
              {"slug": "caf\u00e9", "title": "Café ☕"}
            ]
            """;

        Assert.Equal(
            [
                new("redis-1", "Strings", "Redis", -1),
                new("redis-2", "Hashes", "Redis", 20),
                new("redis-2b", "Sets", "Redis", 20),
                new("redis-3", "Streams", "Redis", null),
                new("go-1", "Hello, Go", "Go", null),
                new("café", "Café ☕", null, null),
            ],
            Read("\uFEFF" + File).Lessons);
    }

    [Fact]
    public void A_catalogue_compares_slugs_case_sensitively()
    {
        var catalogue = Read("""[{"slug":"Intro","title":"Introduction"}]""");

        Assert.Equal((true, false, false), (catalogue.Contains("Intro"), catalogue.Contains("intro"), catalogue.Contains("")));
    }

    [Theory]
    [InlineData("", 1, "the text is not JSON")]
    [InlineData("[\n{\"slug\":\"a\",\"title\":\"A\"}\n{\"slug\":\"b\",\"title\":\"B\"}\n]", 3, "the text is not JSON")]
    [InlineData("[\n{\"slug\":\"a\",\"title\":\"A\"},\n]", 3, "the text is not JSON")]
    [InlineData("[\n{\"slug\":\"a\",\"title\":\"A\"}\n", 3, "the text is not JSON")]
    [InlineData("[{\"slug\":\"a\",\"title\":\"A\"}]\n[]", 2, "the text is not JSON")]
    [InlineData("// a comment", 1, "the text is not JSON")]
    [InlineData("\n{\"lessons\":[]}", 2, "a catalogue is an array of lessons, [{\"slug\": …, \"title\": …}, …]")]
    [InlineData("[\n]", 2, "the catalogue has no lessons")]
    [InlineData("[\n\"intro\"]", 2, "a lesson is an object, {\"slug\": …, \"title\": …}")]
    [InlineData("[\n{\n\"title\":\"A\"\n}]", 2, "the lesson has no slug")]
    [InlineData("[\n{\"slug\":\"a\"}]", 2, "the lesson has no title")]
    [InlineData("[{\"slug\":\"a\",\n\"Title\":\"A\"}]", 2, "a lesson can have slug, title, course and order, but not \"Title\"")]
    [InlineData("[{\"slug\":\"a\",\n\n\"slug\":\"b\"}]", 3, "the lesson has slug twice")]
    [InlineData("[{\"slug\":\"a\",\"title\":\"A\"},\n{\"slug\":\"a\",\"title\":\"B\"}]", 2, "line 1 already has the slug \"a\"")]
    [InlineData("[{\"slug\":\n1}]", 2, "slug must be a text of 1 to 1000 characters without control characters")]
    [InlineData("[{\"title\":\n\" \"}]", 2, "title must be a text of 1 to 1000 characters without control characters")]
    [InlineData("[{\"title\":\n\"a\\tb\"}]", 2, "title must be a text of 1 to 1000 characters without control characters")]
    [InlineData("[{\"title\":\n\"\\ud800\"}]", 2, "title must be a text of 1 to 1000 characters without control characters")]
    [InlineData("[{\"course\":\nnull}]", 2, "course must be a text of 1 to 1000 characters without control characters")]
    [InlineData("[{\"course\":\n[\"Go\"]}]", 2, "course must be a text of 1 to 1000 characters without control characters")]
    [InlineData("[{\"order\":\n1.5}]", 2, "order must be a whole number")]
    [InlineData("[{\"order\":\n\"1\"}]", 2, "order must be a whole number")]
    [InlineData("[{\"order\":\n2147483648}]", 2, "order must be a whole number")]
    [InlineData("[{\"slug\":\n\"a/b\"}]", 2, "a slug has at most 200 bytes, no control character and no '/', and is neither '.' nor '..'")]
    [InlineData("[{\"slug\":\n\"..\"}]", 2, "a slug has at most 200 bytes, no control character and no '/', and is neither '.' nor '..'")]
    public void An_invalid_catalogue_throws_with_the_line_and_the_reason(string json, int line, string reason) =>
        Assert.Equal($"/c/lessons.json, line {line}: {reason}.", Assert.Throws<SettingsException>(() => Read(json)).Message);

    [Fact]
    public void A_catalogue_with_a_slug_above_200_bytes_throws() =>
        Assert.Contains("at most 200 bytes", Assert.Throws<SettingsException>(() => Read($$"""[{"slug":"{{new string('é', 101)}}","title":"A"}]""")).Message, StringComparison.Ordinal);

    [Property(MaxTest = 500)]
    public void Any_bytes_are_read_as_a_catalogue_or_refused_with_a_line(byte[] json)
    {
        try
        {
            CatalogueReader.Read("file", json);
        }
        catch (SettingsException exception)
        {
            Assert.StartsWith("file, line ", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_configured_catalogue_file_that_cannot_be_read_throws()
    {
        using var folder = new TempFolder();

        foreach (var file in (string[])[Path.Combine(folder.Path, "none"), folder.Path])
            Assert.StartsWith($"The catalogue {file} cannot be read: ", Assert.Throws<SettingsException>(() => Catalogue.Load(file, folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_LESSONS_FILE_lessons_json_beside_the_program_is_read()
    {
        using var folder = new TempFolder();
        Assert.Null(Catalogue.Load(null, folder.Path));

        File.WriteAllText(Path.Combine(folder.Path, "lessons.json"), """[{"slug":"beside","title":"A"}]""");
        var named = Path.Combine(folder.Path, "other.json");
        File.WriteAllText(named, """[{"slug":"named","title":"A"}]""");

        Assert.True(Catalogue.Load(null, folder.Path)!.Contains("beside"));
        Assert.True(Catalogue.Load(named, folder.Path)!.Contains("named"));
    }

    private static Catalogue Read(string json) => new(CatalogueReader.Read("/c/lessons.json", Encoding.UTF8.GetBytes(json)));
}
