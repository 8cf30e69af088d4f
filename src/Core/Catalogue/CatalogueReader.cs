using System.Text.Json;
using Portable.Http;

namespace Lessons;

/// <summary>
/// Reads <c>[{"slug":"intro","title":"Introduction","course":"Go","order":1}, …]</c>. The course and the order are optional. This
/// reader is written by hand: a serializer could not report the line of a repeated slug, and its messages would not be plain to
/// the author of the file.
/// </summary>
internal ref struct CatalogueReader
{
    private const int MaxTitle = 1000;

    private readonly string _path;
    private readonly ReadOnlySpan<byte> _json;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private Utf8JsonReader _reader;

    private CatalogueReader(string path, ReadOnlySpan<byte> json)
    {
        _path = path;
        _json = json;
        _reader = new(json);
    }

    private readonly int Line => _json[..(int)_reader.TokenStartIndex].Count((byte)'\n') + 1;

    /// <exception cref="SettingsException">
    /// The text is not JSON of this form, or a value cannot be used. The message contains the path, the line and the reason.
    /// </exception>
    public static List<Lesson> Read(string path, ReadOnlySpan<byte> json)
    {
        var mark = "\uFEFF"u8; // some editors write this byte order mark
        try
        {
            return new CatalogueReader(path, json.StartsWith(mark) ? json[mark.Length..] : json).ReadLessons();
        }
        catch (JsonException exception)
        {
            throw Wrong(path, (int)exception.LineNumber.GetValueOrDefault() + 1, "the text is not JSON");
        }
    }

    private List<Lesson> ReadLessons()
    {
        var lessons = new List<Lesson>();
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartArray)
            throw Wrong("a catalogue is an array of lessons, [{\"slug\": …, \"title\": …}, …]");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            lessons.Add(ReadLesson());
        if (lessons.Count == 0)
            throw Wrong("the catalogue has no lessons");
        _reader.Read(); // throws a JsonException if the text continues
        return lessons;
    }

    private Lesson ReadLesson()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw Wrong("a lesson is an object, {\"slug\": …, \"title\": …}");
        var line = Line;
        (string? slug, string? title, string? course, int? order) = (null, null, null, null);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Decode();
            var isFirst = name switch
            {
                "slug" => slug is null,
                "title" => title is null,
                "course" => course is null,
                "order" => order is null,
                _ => throw Wrong($"a lesson can have slug, title, course and order, but not \"{name}\""),
            };
            if (!isFirst)
                throw Wrong($"the lesson has {name} twice");
            _reader.Read();
            switch (name)
            {
                case "slug": slug = ReadSlug(); break;
                case "title": title = ReadText(name); break;
                case "course": course = ReadText(name); break;
                default: order = ReadOrder(); break;
            }
        }

        return slug is null || title is null
            ? throw Wrong(_path, line, $"the lesson has no {(slug is null ? "slug" : "title")}")
            : new(slug, title, course, order);
    }

    private readonly string ReadSlug()
    {
        var slug = ReadText("slug");
        if (!Slug.IsWellFormed(slug))
            throw Wrong("a slug has at most 200 bytes, no control character and no '/', and is neither '.' nor '..'");
        return _lines.TryAdd(slug, Line) ? slug : throw Wrong($"line {_lines[slug]} already has the slug \"{slug}\"");
    }

    private readonly string ReadText(string name)
    {
        var text = _reader.TokenType == JsonTokenType.String ? Decode() : null;
        return !string.IsNullOrWhiteSpace(text) && text.Length <= MaxTitle && !text.Any(char.IsControl)
            ? text
            : throw Wrong($"{name} must be a text of 1 to {MaxTitle} characters without control characters");
    }

    // Returns null for an escaped half of a surrogate pair, and for bytes that are not UTF-8.
    private readonly string? Decode()
    {
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private readonly int ReadOrder() =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var order) ? order : throw Wrong("order must be a whole number");

    private readonly SettingsException Wrong(string reason) => Wrong(_path, Line, reason);

    private static SettingsException Wrong(string path, int line, string reason) => new($"{path}, line {line}: {reason}.");
}
