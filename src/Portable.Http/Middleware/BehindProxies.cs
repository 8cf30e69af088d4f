using System.Globalization;

namespace Portable.Http;

/// <summary>
/// Replaces the data of the proxy that called the host with the data of the client: the client's address, its scheme, and the
/// host that it requested. Where a request did not come through the proxies, its proxy headers are ignored.
/// </summary>
public static class BehindProxies
{
    /// <summary>Trusts these proxies; null trusts no proxy.</summary>
    public static Middleware Believe(TrustedProxies? proxies) => next => proxies is null ? next : (request, cancellationToken) =>
        next(proxies.Include(request.RemoteAddress) ? Resolve(proxies, request) : request, cancellationToken);

    private static AppRequest Resolve(TrustedProxies proxies, AppRequest request) =>
        proxies.Header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) ? ResolveForwarded(proxies, request) : ResolveOthers(proxies, request);

    private static AppRequest ResolveForwarded(TrustedProxies proxies, AppRequest request)
    {
        var elements = Forwarded.Elements(request.Headers);
        if (elements.Count == 0)
            return request;
        var element = elements[proxies.FindClient([.. elements.Select(element => Forwarded.Parameter(element, "for") ?? "")])];
        return request with
        {
            RemoteAddress = Address(Forwarded.Parameter(element, "for"), request),
            IsHttps = request.IsHttps || Is(Forwarded.Parameter(element, "proto"), "https"),
            Host = Forwarded.Parameter(element, "host") is { Length: > 0 } host ? host : request.Host,
        };
    }

    // X-Forwarded-For is a list. The scheme, the host and the port are read from their own lists, at the position of the client's
    // entry counted from the end. A platform's own header, such as CLIENT-IP, has one address. The last entries of the other
    // lists count then.
    private static AppRequest ResolveOthers(TrustedProxies proxies, AppRequest request)
    {
        var addresses = Entries(request.Headers, proxies.Header);
        var at = addresses.Count == 0 ? 0 : proxies.FindClient(addresses) - addresses.Count;
        return request with
        {
            RemoteAddress = at < 0 ? Address(WithoutPort(proxies.Header, addresses[^-at]), request) : request.RemoteAddress,
            IsHttps = request.IsHttps || Is(Entry(request.Headers, "X-Forwarded-Proto", at), "https"),
            Host = Host(request, at) ?? request.Host,
        };
    }

    private static string? Host(AppRequest request, int at)
    {
        if ((Entry(request.Headers, "X-Forwarded-Host", at) ?? request.Host) is not { } host)
            return null;
        var hasPort = host.LastIndexOf(':') > host.LastIndexOf(']');
        return !hasPort && ushort.TryParse(Entry(request.Headers, "X-Forwarded-Port", at), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? string.Create(CultureInfo.InvariantCulture, $"{host}:{port}")
            : host;
    }

    // CloudFront adds the port to an IPv6 address without brackets.
    private static string WithoutPort(string header, string entry) =>
        header.Equals("CloudFront-Viewer-Address", StringComparison.OrdinalIgnoreCase) && entry.LastIndexOf(':') is > 0 and var colon ? entry[..colon] : entry;

    // An address that cannot be parsed, such as "unknown" (RFC 7239, 6.2), does not identify a client. The address of the proxy
    // is used instead.
    private static string? Address(string? entry, AppRequest request) =>
        ClientAddress.TryParse(entry, out var address) ? address.ToString() : request.RemoteAddress;

    // Some proxies append to these lists, and other proxies overwrite them. The result is the entry that the proxy wrote which
    // the client called. Where the list is too short, the result is the first entry.
    private static string? Entry(HeaderList headers, string name, int at)
    {
        var entries = Entries(headers, name);
        return entries.Count > 0 && entries[Math.Max(0, entries.Count + Math.Min(at, -1))] is { Length: > 0 } entry ? entry : null;
    }

    // An empty entry keeps its position: otherwise an entry from the client would move into the place that a proxy filled with an
    // empty entry.
    private static List<string> Entries(HeaderList headers, string name) =>
        [.. headers.All(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))];

    private static bool Is(string? text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
