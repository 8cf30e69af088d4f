namespace Portable.Http;

/// <summary>A request in the form that every host hands over: still encoded, so that all of them decode alike.</summary>
public sealed record AppRequest
{
    /// <summary>The method as sent; methods are case-sensitive (RFC 9110, 9.1).</summary>
    public required string Method { get; init; }

    /// <summary>The raw path: percent-encoded, beginning with '/', without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The raw query without its '?'.</summary>
    public string Query { get; init; } = "";

    /// <summary>The headers as they came, repeats kept.</summary>
    public HeaderList Headers { get; init; } = [];

    /// <summary>The body's bytes, any transport encoding undone.</summary>
    /// <exception cref="BodyTooLargeException"><see cref="IsBodyTooLarge"/>.</exception>
    public ReadOnlyMemory<byte> Body
    {
        get => IsBodyTooLarge ? throw new BodyTooLargeException() : field;
        init;
    }

    /// <summary>Whether the body is larger than the host takes: the host has not read it to its end.</summary>
    public bool IsBodyTooLarge { get; init; }

    /// <summary>Whether the client came by https, as far as the host can vouch for it.</summary>
    public bool IsHttps { get; init; }

    /// <summary>The client's address, from a source that the client cannot choose; before the proxies are resolved, the one that called the host.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The host that the client asked for, with its port if it was sent: the Host header, or what trusted proxies say of it.</summary>
    public string? Host
    {
        get => field ?? Headers.First("Host");
        init;
    }

    /// <summary>
    /// Cancelled when nobody reads the answer any more: the client has gone, or Kestrel cuts off what is in flight at its end. Not
    /// when the platform's time is up.
    /// </summary>
    public CancellationToken ClientGone { get; init; }

    /// <summary>Cancelled when Kestrel ends and cuts off what is in flight, before <see cref="ClientGone"/>. Other hosts never cancel it.</summary>
    public CancellationToken HostEnding { get; init; }

    /// <summary>
    /// What the host answers by itself, because it could not read the request or takes no more; null else. It goes through every
    /// middleware and takes the place of the route.
    /// </summary>
    public AppResponse? Refusal { get; init; }

    /// <summary>The platform's own id of this request, where it has one.</summary>
    public required string RequestId { get; init; }

    /// <summary>The template of the path's route, such as <c>/courses/{name}/notes</c>; null where the path is unknown.</summary>
    public string? RouteTemplate => Routing?.Route?.Template;

    /// <summary>What the route's <c>{names}</c> captured: raw segments, still percent-encoded.</summary>
    public IReadOnlyDictionary<string, string> RouteValues => Routing?.Values ?? Router.NoValues;

    /// <summary>What the router has found; null before it was asked.</summary>
    internal Routing? Routing { get; set; }

    /// <summary>Method and path, without headers, query and body, which hold secrets.</summary>
    public override string ToString() => $"{Method} {Path}";
}
