using System.Globalization;

namespace Portable.Http;

/// <summary>
/// Reads which encodings a client accepts (RFC 9110, 12.5.3). This class does not use Microsoft.Net.Http.Headers 10.0.15. The
/// lists of that library skip invalid text before a name. Their cost grows faster than linearly with the length of the header.
/// </summary>
internal static class AcceptEncoding
{
    /// <summary>Whether the client accepts gzip: the header names gzip or <c>*</c>, with a weight above zero.</summary>
    public static bool AllowsGzip(HeaderList headers)
    {
        var allowsAnything = false;
        foreach (var entry in headers.All("Accept-Encoding").SelectMany(value => value.Split(',')))
        {
            var coding = entry.Split(';')[0].Trim();
            if (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
                return HasWeight(entry);
            if (coding == "*")
                allowsAnything = HasWeight(entry);
        }

        return allowsAnything;
    }

    private static bool HasWeight(string entry) =>
        HeaderParameter.Find(entry, "q") is not { } text
        || (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight > 0);
}
