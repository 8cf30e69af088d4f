using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Lessons.Throttling;

/// <summary>What counts as one address: of IPv6 the /64, which is the least that one customer is given.</summary>
internal static class AddressBlock
{
    private const int BytesOf64Bits = 8;

    /// <summary>Addresses that cannot be read are one.</summary>
    public static string Of(string? remoteAddress)
    {
        if (!IPAddress.TryParse(remoteAddress, out var address) && !TryParseWithPort(remoteAddress, out address))
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(BytesOf64Bits).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    // As some proxies write it into X-Forwarded-For.
    private static bool TryParseWithPort(string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = IPEndPoint.TryParse(text ?? "", out var endpoint) ? endpoint.Address : null;
        return address is not null;
    }
}
