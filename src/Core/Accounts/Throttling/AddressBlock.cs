using System.Net;
using System.Net.Sockets;
using Portable.Http;

namespace Lessons;

/// <summary>
/// A block of addresses. Attempts are counted by block, and the clients of a block may make <paramref name="Limit"/> attempts in
/// five minutes.
/// </summary>
internal sealed record AddressBlock(string Name, int Limit)
{
    // A school class may share one address, and its members may mistype their passwords now and then.
    private const int AddressLimit = 50;

    // A provider gives at least a /64 to one customer. A site may have a /56 or a /48, which contains many /64 blocks.
    private static readonly (int Bits, int Limit)[] Sizes = [(64, AddressLimit), (56, 200), (48, 2_000)];

    /// <summary>The block of all clients whose address the host does not receive or cannot read.</summary>
    public static readonly AddressBlock Unknown = new("unknown", AddressLimit);

    /// <summary>
    /// Returns the blocks of an address, the smallest first. An IPv4 address has one block: the address itself. An address that
    /// cannot be read has one block: <see cref="Unknown"/>.
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
