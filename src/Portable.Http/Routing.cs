namespace Portable.Http;

/// <summary>The result of a router for the path of a request. All copies of the request share this object.</summary>
internal sealed class Routing(Router router, string path, Route? route, IReadOnlyDictionary<string, string> values)
{
    /// <summary>The route of the path; null where no route matches.</summary>
    public Route? Route => route;

    /// <summary>The raw segments that the route's template captured.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>Whether a handler has been called for the request or for a copy of the request.</summary>
    public bool IsHandled { get; set; }

    /// <summary>Whether that router created this result. A request may have passed through another application before.</summary>
    public bool IsOf(Router other) => router == other;

    /// <summary>Whether this result was found for that string object. A copy of a request may have another path.</summary>
    public bool IsFor(string other) => ReferenceEquals(path, other);
}
