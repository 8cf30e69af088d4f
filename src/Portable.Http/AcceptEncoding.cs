using System.Globalization;

namespace Portable.Http;

/// <summary>
/// Reads which encodings a client accepts (RFC 9110, 12.5.3). This class does not use Microsoft.Net.Http.Headers 10.0.15: that
/// library skips invalid text before a name, at a cost that grows faster than linearly with the length of the header.
/// </summary>
internal static class AcceptEncoding
{
    /// <summary>
    /// Whether the client accepts gzip: the weight of gzip is above zero. If the header does not name gzip, the weight of
    /// <c>*</c> counts.
    /// </summary>
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
