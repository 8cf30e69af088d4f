using System.Net;
using System.Net.Sockets;
using Portable.Http;

namespace Lessons;

/// <summary>A block of addresses that attempts are counted by, and how many attempts it may make in a window.</summary>
internal sealed record AddressBlock(string Name, int Limit)
{
    // A class behind one address may mistype now and then.
    private const int AddressLimit = 50;

    // The least that a provider gives to one customer is a /64. A site may have a /56 or a /48, and with it many of those.
    private static readonly (int Bits, int Limit)[] Sizes = [(64, AddressLimit), (56, 200), (48, 2_000)];

    /// <summary>All clients whose address a host does not see.</summary>
    public static readonly AddressBlock Unknown = new("unknown", AddressLimit);

    /// <summary>
    /// The blocks of an address, the smallest first: an address of IPv4 is its only one. <see cref="Unknown"/> is the only one of
    /// an address that cannot be read.
    /// </summary>
    public static AddressBlock[] Of(string? remoteAddress)
    {
        if (!ClientAddress.TryParse(remoteAddress, out var address))
            return [Unknown];
        return address.AddressFamily == AddressFamily.InterNetwork
            ? [new(address.ToString(), AddressLimit)]
            : [.. Sizes.Select(size => new AddressBlock($"{Network(address, size.Bits)}/{size.Bits}", size.Limit))];
    }

    private static IPAddress Network(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return new(bytes);
    }
}
