using Microsoft.Net.Http.Headers;

namespace Portable.Http;

/// <summary>What encodings a client takes (RFC 9110, 12.5.3).</summary>
internal static class AcceptEncoding
{
    /// <summary>Whether gzip may be sent: it is named, or anything is, and not with a weight of nothing.</summary>
    public static bool AllowsGzip(HeaderList headers)
    {
        if (!StringWithQualityHeaderValue.TryParseList([.. headers.All("Accept-Encoding")], out var codings))
            return false;
        var coding = codings.FirstOrDefault(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase))
            ?? codings.FirstOrDefault(coding => coding.Value == "*");
        return coding is not null and not { Quality: 0 };
    }
}
