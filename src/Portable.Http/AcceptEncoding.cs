using System.Globalization;

namespace Portable.Http;

/// <summary>
/// What encodings a client takes (RFC 9110, 12.5.3). Not by Microsoft.Net.Http.Headers 10.0.15: its lists pass over junk before a
/// name, and their cost does not grow in a straight line with the header.
/// </summary>
internal static class AcceptEncoding
{
    /// <summary>Whether gzip may be sent: it is named, or anything is, and not with a weight of nothing.</summary>
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
