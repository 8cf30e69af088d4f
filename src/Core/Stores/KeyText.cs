using System.Text;

namespace Lessons;

/// <summary>Decides which text from outside may become part of a Redis key or field.</summary>
internal static class KeyText
{
    private const int MaxBytes = 200;

    /// <summary>Whether the text has at most 200 bytes of UTF-8 and no control character.</summary>
    public static bool IsAcceptable(string text) =>
        Encoding.UTF8.GetByteCount(text) <= MaxBytes && !text.Any(char.IsControl);
}
