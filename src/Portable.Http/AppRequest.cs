namespace Portable.Http;

/// <summary>
/// A request in the form that every host passes to the application. The path and the query are still encoded, so that all hosts
/// decode them alike.
/// </summary>
public sealed record AppRequest
{
    /// <summary>The method as sent; methods are case-sensitive (RFC 9110, 9.1).</summary>
    public required string Method { get; init; }

    /// <summary>The raw path: percent-encoded, beginning with '/', without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The raw query without its '?'.</summary>
    public string Query { get; init; } = "";

    /// <summary>The headers in the order in which they came. Repeated headers are kept.</summary>
    public HeaderList Headers { get; init; } = [];

    /// <summary>The bytes of the body, after the host has decoded any transport encoding.</summary>
    /// <exception cref="BodyTooLargeException"><see cref="IsBodyTooLarge"/>.</exception>
    public ReadOnlyMemory<byte> Body
    {
        get => IsBodyTooLarge ? throw new BodyTooLargeException() : field;
        init;
    }

    /// <summary>Whether the body is larger than the host accepts. The host has then not read the body to its end.</summary>
    public bool IsBodyTooLarge { get; init; }

    /// <summary>Whether the client used https, as far as the host can verify it.</summary>
    public bool IsHttps { get; init; }

    /// <summary>
    /// The client's address, from a source that the client cannot choose; null where the host does not receive the address.
    /// Before <see cref="BehindProxies"/> has run, it is the address that called the host, which may be a proxy.
    /// </summary>
    public string? RemoteAddress { get; init; }

    /// <summary>
    /// The host that the client requested, with its port if the client sent one. It comes from the Host header, or from the
    /// headers of trusted proxies.
    /// </summary>
    public string? Host
    {
        get => field ?? Headers.First("Host");
        init;
    }

    /// <summary>
    /// Cancelled when no client can receive the response any more. Either the client has disconnected, or Kestrel shuts down and
    /// cuts off open requests. The platform's deadline does not cancel this token.
    /// </summary>
    public CancellationToken ClientGone { get; init; }

    /// <summary>
    /// Cancelled when Kestrel shuts down and cuts off open requests, before <see cref="ClientGone"/>. Other hosts never cancel
    /// this token.
    /// </summary>
    public CancellationToken HostEnding { get; init; }

    /// <summary>
    /// The host's own response, where the host could not read the request or accepts no more requests; otherwise null. The
    /// request still passes through every middleware. The router returns this response instead of calling a route.
    /// </summary>
    public AppResponse? Refusal { get; init; }

    /// <summary>The platform's id of this request; the host's own id where the platform has none.</summary>
    public required string RequestId { get; init; }

    /// <summary>
    /// The template of the path's route, such as <c>/courses/{name}/notes</c>; null where no route matches the path.
    /// </summary>
    public string? RouteTemplate => Routing?.Route?.Template;

    /// <summary>The path segments that the route's <c>{names}</c> captured: raw and still percent-encoded.</summary>
    public IReadOnlyDictionary<string, string> RouteValues => Routing?.Values ?? Router.NoValues;

    /// <summary>The router's result for this request; null before the router has run.</summary>
    internal Routing? Routing { get; set; }

    /// <summary>
    /// The method and the path. The headers, the query and the body are not included, because they may hold secrets.
    /// </summary>
    public override string ToString() => $"{Method} {Path}";
}
