using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Portable.Http;

/// <summary>
/// Parses an address as proxies write it: <c>192.0.2.1</c>, <c>192.0.2.1:443</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]:443</c>.
/// The address may be in quotes. The port may be a word, such as <c>_a1</c> (RFC 7239, 6.3).
/// </summary>
public static class ClientAddress
{
    private static readonly SearchValues<char> Obfuscated = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>
    /// Removes the port, and converts an IPv4 address in IPv6 form into IPv4 form. Returns false for a name such as
    /// <c>unknown</c>.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        var node = (text ?? "").AsSpan().Trim().Trim('"');
        address = WithoutPort(node);
        if (address is null && node.LastIndexOf(':') is >= 0 and var colon && IsPort(node[(colon + 1)..]))
            address = WithoutPort(node[..colon]);
        if (address?.IsIPv4MappedToIPv6 == true)
            address = address.MapToIPv4();
        return address is not null;
    }

    // IPAddress accepts forms that proxies do not write: "1" and "010.0.0.1" as IPv4, and "[::1]:0xFF" as IPv6.
    private static IPAddress? WithoutPort(ReadOnlySpan<char> text)
    {
        var isBracketed = text is ['[', .., ']'];
        var inner = isBracketed ? text[1..^1] : text;
        if (inner.ContainsAny('[', ']') || !IPAddress.TryParse(inner, out var address))
            return null;
        return address.AddressFamily == AddressFamily.InterNetworkV6 || (!isBracketed && inner.SequenceEqual(address.ToString())) ? address : null;
    }

    private static bool IsPort(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == '_'
        ? !text[1..].ContainsAnyExcept(Obfuscated)
        : text.Length is > 0 and <= 5 && !text.ContainsAnyExceptInRange('0', '9');
}
