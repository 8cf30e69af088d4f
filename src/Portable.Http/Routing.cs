namespace Portable.Http;

/// <summary>What a router has found for the path of a request. The copies of the request share it.</summary>
internal sealed class Routing(Router router, string path, Route? route, IReadOnlyDictionary<string, string> values)
{
    /// <summary>The route of the path; null where it has none.</summary>
    public Route? Route => route;

    /// <summary>What the route's template captured, raw.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>Whether a handler has been asked to answer the request, or a copy of it.</summary>
    public bool IsHandled { get; set; }

    /// <summary>Whether that router has found it. Another application may have been asked before.</summary>
    public bool IsOf(Router other) => router == other;

    /// <summary>Whether it was found for that path. A copy of a request may have another path.</summary>
    public bool IsFor(string other) => ReferenceEquals(path, other);
}
