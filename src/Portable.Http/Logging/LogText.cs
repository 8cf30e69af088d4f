namespace Portable.Http;

/// <summary>Text from outside, as much of it as a log line takes.</summary>
internal static class LogText
{
    private const int MaxLength = 1024;

    /// <summary>At most so many characters, 1,024 unless said; an ellipsis stands for the rest.</summary>
    public static string? Cut(string? text, int maxLength = MaxLength) => text?.Length > maxLength ? text[..maxLength] + "…" : text;
}
