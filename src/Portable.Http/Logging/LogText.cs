namespace Portable.Http;

/// <summary>Shortens text from outside to a length that fits into a log line.</summary>
internal static class LogText
{
    private const int MaxLength = 1024;

    /// <summary>
    /// Keeps at most <paramref name="maxLength"/> characters (1,024 by default). Adds an ellipsis if it cuts the text.
    /// </summary>
    public static string? Cut(string? text, int maxLength = MaxLength) => text?.Length > maxLength ? text[..maxLength] + "…" : text;
}
