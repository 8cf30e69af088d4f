using System.Text.Json;

namespace Lessons.FunctionsLocal;

/// <summary>A JSON file in the app's folder. Every error message names the file.</summary>
internal sealed class AppFile
{
    // The Functions host also accepts trailing commas and comments in its JSON files.
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly string _path;
    private readonly JsonElement _root;

    private AppFile(string path, JsonElement root) => (_path, _root) = (path, root);

    /// <exception cref="FormatException">The file is missing or is not a JSON object.</exception>
    public static AppFile Read(string path)
    {
        if (!File.Exists(path))
            throw new FormatException($"There is no {path}: the Functions host needs this file.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(path, document.RootElement.Clone())
                : throw new FormatException($"{path} must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{path} is not JSON: {exception.Message}", exception);
        }
    }

    public FormatException Wrong(string what) => new($"{_path}: {what}");

    /// <summary>Returns a value as text; null when the value is missing or is a JSON null.</summary>
    public string? Text(params ReadOnlySpan<string> names) => Find(names) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;

    public TimeSpan? Time(params ReadOnlySpan<string> names) => Text(names) switch
    {
        null => null,
        "-1" => Timeout.InfiniteTimeSpan,
        var text when TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero => time,
        _ => throw Wrong($"{names[^1]} must be a time such as 00:05:00, or -1 for no limit."),
    };

    /// <summary>Returns a value; null when one of the names is missing.</summary>
    public JsonElement? Find(params ReadOnlySpan<string> names)
    {
        var element = _root;
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }
}
