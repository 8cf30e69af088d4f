using System.Globalization;
using System.Net;

namespace Portable.Http;

/// <summary>
/// The proxies in front of a host, and the one header in which they name the client. The proxies are given by their number, or by
/// their networks. Every proxy appends to the header the address that called the proxy. Entries that a client writes into the
/// header therefore come before the proxies' entries. A proxy that also appends its own address counts as two proxies.
/// </summary>
public sealed record TrustedProxies
{
    /// <summary>The header that is trusted by default.</summary>
    public const string DefaultHeader = "X-Forwarded-For";

    private const int MaxCount = 10;

    private readonly int _count;
    private readonly IPNetwork[] _networks;
    private readonly string _text;

    private TrustedProxies(int count, IPNetwork[] networks, string header, string text) => (_count, _networks, Header, _text) = (count, networks, header, text);

    /// <summary>
    /// The header: <c>X-Forwarded-For</c>, <c>Forwarded</c> (RFC 7239), or a platform's header with one address.
    /// </summary>
    public string Header { get; }

    /// <summary>
    /// Whether the proxies are given by their networks. Only networks can be compared with the address that called the host.
    /// </summary>
    public bool AreNetworks => _networks.Length > 0;

    /// <summary>
    /// Accepts <c>false</c> (null), <c>true</c> (one proxy), a number from 1 to 10, or networks separated by commas. Returns
    /// false for any other text.
    /// </summary>
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

    /// <summary>Whether both objects were read from the same settings.</summary>
    public bool Equals(TrustedProxies? other) => other is not null && (other._text, other.Header) == (_text, Header);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// Whether a request from that address came through the proxies. If only the number of proxies is given, the result is always
    /// true.
    /// </summary>
    internal bool Include(string? peer) =>
        _count > 0 || (ClientAddress.TryParse(peer, out var address) && Contains(address));

    /// <summary>
    /// Returns the index of the client's entry, which the client's proxy appended. Where the list has fewer entries than there
    /// are proxies, the index is 0: only the proxies themselves can have made the list that short.
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
