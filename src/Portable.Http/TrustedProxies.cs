using System.Globalization;
using System.Net;

namespace Portable.Http;

/// <summary>
/// Which proxies stand before a host: a number of them, or the networks that they are in; and the one header in which they
/// name the client. Every proxy appends to that header the address that it was called from, so what a client writes into it
/// stands before that. A proxy that also appends its own address counts as two.
/// </summary>
public sealed record TrustedProxies
{
    /// <summary>The header that is believed unless another one is named.</summary>
    public const string DefaultHeader = "X-Forwarded-For";

    private const int MaxCount = 10;

    private readonly int _count;
    private readonly IPNetwork[] _networks;
    private readonly string _text;

    private TrustedProxies(int count, IPNetwork[] networks, string header, string text) => (_count, _networks, Header, _text) = (count, networks, header, text);

    /// <summary><c>X-Forwarded-For</c>, <c>Forwarded</c> (RFC 7239), or a header of one address that a platform sets.</summary>
    public string Header { get; }

    /// <summary>Whether the proxies are told by their networks. Only these can be held against the address that a request came from.</summary>
    public bool AreNetworks => _networks.Length > 0;

    /// <summary>Reads <c>false</c> (null), <c>true</c> (one proxy), a number from 1 to 10, or networks separated by commas. False for anything else.</summary>
    public static bool TryParse(string text, string header, out TrustedProxies? proxies)
    {
        proxies = null;
        if (bool.TryParse(text, out var isOne))
        {
            proxies = isOne ? new(1, [], header, "1") : null;
            return true;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            proxies = count is > 0 and <= MaxCount ? new(count, [], header, text) : null;
            return proxies is not null;
        }

        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryParseNetwork(part, out var network))
                return false;
            networks.Add(network);
        }

        proxies = new(0, [.. networks], header, text);
        return true;
    }

    /// <summary>Whether both were read from the same settings.</summary>
    public bool Equals(TrustedProxies? other) => other is not null && (other._text, other.Header) == (_text, Header);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether a request that came from that address came through the proxies.</summary>
    internal bool Include(string? peer) =>
        _count > 0 || (ClientAddress.TryParse(peer, out var address) && Contains(address));

    /// <summary>
    /// How many entries from the end of the list the client's own stands: its proxy appended it. At the first entry where the
    /// list is shorter: nobody but the proxies can have made it shorter than their number.
    /// </summary>
    internal int FindClient(IReadOnlyList<string> entries)
    {
        var at = entries.Count - 1;
        for (var proxy = 1; at > 0 && (_count > 0 ? proxy < _count : IsProxy(entries[at])); proxy++)
            at--;
        return at;
    }

    private static bool TryParseNetwork(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address) && string.Equals(address.ToString(), text, StringComparison.OrdinalIgnoreCase))
        {
            network = new(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }

    private bool IsProxy(string entry) => ClientAddress.TryParse(entry, out var address) && Contains(address);

    private bool Contains(IPAddress address) => _networks.Any(network => network.Contains(address));
}
