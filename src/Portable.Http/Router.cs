using System.Diagnostics.CodeAnalysis;

namespace Portable.Http;

/// <summary>Finds the handler by raw path and method: see <see cref="HttpApp"/>.</summary>
internal sealed class Router
{
    internal static readonly IReadOnlyDictionary<string, string> NoValues = new Dictionary<string, string>();

    private readonly List<Route> _routes = [];

    // The same routes by template. The template of a route without {names} equals its only path.
    private readonly Dictionary<string, Route> _byTemplate = new(StringComparer.Ordinal);

    /// <summary>Every route, in the order in which the templates were first mapped.</summary>
    public IReadOnlyList<Route> Routes => _routes;

    public void Map(string method, string template, Handler handler)
    {
        if (!_byTemplate.TryGetValue(template, out var route))
        {
            _byTemplate.Add(template, route = new(template));
            _routes.Add(route);
        }

        if (!route.Handlers.TryAdd(method, handler))
            throw new InvalidOperationException($"{method} {template} already has a handler.");
    }

    /// <summary>Wraps every handler. A handler runs at most once for a request; a second call throws.</summary>
    public void Wrap(Func<Handler, Handler> wrap)
    {
        foreach (var route in _routes)
        {
            for (var i = 0; i < route.Handlers.Count; i++)
                route.Handlers.SetAt(i, wrap(Once(route.Handlers.GetAt(i).Value)));
        }
    }

    /// <summary>Stores in the request the route of its path, or that no route matches.</summary>
    public Routing Find(AppRequest request)
    {
        var isFound = TryMatch(request.Path, out var route, out var values);
        return request.Routing = new(this, request.Path, isFound ? route : null, values ?? NoValues);
    }

    public ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (request.Refusal is { } refusal)
            return new(refusal);
        var routing = request.Routing is { } found && found.IsOf(this) && found.IsFor(request.Path) ? found : FindAnew(request);
        if (!request.Path.StartsWith('/') || !PercentEncoding.IsWellFormed(request.Path))
            return new(Errors.MalformedRequest);
        if (routing.Route is not { } route)
            return new(Errors.NotFound);
        if (route.Handlers.TryGetValue(request.Method, out var handler))
            return handler(request, cancellationToken);

        var answer = request.Method == "OPTIONS" ? new AppResponse(204) : Errors.MethodNotAllowed;
        return new(answer with { Headers = [.. answer.Headers, new("Allow", route.Allow)] });
    }

    // A middleware has changed the path, or another application has routed the request before.
    private Routing FindAnew(AppRequest request)
    {
        var isHandled = request.Routing is { IsHandled: true } before && before.IsOf(this);
        var routing = Find(request);
        routing.IsHandled = isHandled;
        return routing;
    }

    // A second run of the handler would count, log and store everything twice.
    private static Handler Once(Handler handler) => (request, cancellationToken) =>
    {
        if (request.Routing is { } routing) // a guard may have created a new request
        {
            if (routing.IsHandled)
                throw new InvalidOperationException($"A middleware has called next twice for the request {request}, which had already reached a handler.");
            routing.IsHandled = true;
        }

        return handler(request, cancellationToken);
    };

    private bool TryMatch(string path, [NotNullWhen(true)] out Route? match, out Dictionary<string, string>? values)
    {
        values = null;
        if (_byTemplate.TryGetValue(path, out match) && match.IsLiteral)
            return true;
        foreach (var route in _routes)
        {
            if (route.TryMatch(path, out values))
            {
                match = route;
                return true;
            }
        }

        match = null;
        return false;
    }
}
