namespace Portable.Http;

/// <summary>Compares a browser's <c>Origin</c> with the host that the client requested.</summary>
internal static class OriginHost
{
    /// <summary>
    /// Whether the origin and the host have the same name and port. The comparison ignores case. The default port of a scheme may
    /// be omitted. The schemes are not compared, because a proxy may have changed the scheme of the request. The origin "null"
    /// has no host.
    /// </summary>
    public static bool IsOf(string origin, string? host)
    {
        if (string.IsNullOrEmpty(host) || origin.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var at))
            return false;
        var ownPort = origin.AsSpan(0, at).Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        return WithoutPort(origin.AsSpan(at + 3), ownPort).Equals(WithoutPort(host, ownPort), StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host, string port) =>
        host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host;
}
