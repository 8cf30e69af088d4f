using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Portable.Http;

/// <summary>
/// The origins of front ends, separated by commas. Each origin has the exact form of a browser's <c>Origin</c> header.
/// </summary>
public sealed record AllowedOrigins(string List)
{
    private readonly string[] _origins = List.Split(',');

    /// <summary>The origins, separated by commas.</summary>
    public string List { get; } = List;

    /// <summary>Whether the value of an <c>Origin</c> header is in the list, in exactly the same form.</summary>
    public bool Include(string? origin) => Array.IndexOf(_origins, origin) >= 0;

    /// <summary>Whether both objects have the same list.</summary>
    public bool Equals(AllowedOrigins? other) => other?.List == List;

    /// <inheritdoc/>
    public override int GetHashCode() => List.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// Accepts blanks around the commas. Rejects an origin that a browser would write in another form: no <c>Origin</c> header
    /// would ever equal it.
    /// </summary>
    public static bool TryParse(string text, out AllowedOrigins origins)
    {
        var list = text.Split(',', StringSplitOptions.TrimEntries);
        origins = new(string.Join(',', list));
        return list.All(IsOrigin);
    }

    private static bool IsOrigin(string origin)
    {
        var (scheme, defaultPort) = origin.StartsWith("https://", StringComparison.Ordinal) ? ("https://", 443) : ("http://", 80);
        if (!origin.StartsWith(scheme, StringComparison.Ordinal))
            return false;
        var host = origin[scheme.Length..];
        var colon = host.LastIndexOf(':');
        if (colon > host.LastIndexOf(']'))
        {
            var port = host[(colon + 1)..];
            if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 || number == defaultPort || port.StartsWith('0'))
                return false;
            host = host[..colon];
        }

        return host is ['[', .. var inner, ']'] ? IsAddress(inner) : host.Split('.').All(IsLabel);
    }

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && address.ToString() == text;

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
