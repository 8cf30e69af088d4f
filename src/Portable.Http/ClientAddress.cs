using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Portable.Http;

/// <summary>An address as proxies write it: <c>192.0.2.1</c>, <c>192.0.2.1:443</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]:443</c>, also in quotes.</summary>
public static class ClientAddress
{
    /// <summary>The port is cut off, and an IPv4 address in IPv6 form becomes one of IPv4. False for a name such as <c>unknown</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        text = text?.Trim().Trim('"');
        if (!IPAddress.TryParse(text, out address))
            address = IPEndPoint.TryParse(text ?? "", out var endpoint) ? endpoint.Address : null;
        if (address?.IsIPv4MappedToIPv6 == true)
            address = address.MapToIPv4();
        return address is not null;
    }
}
