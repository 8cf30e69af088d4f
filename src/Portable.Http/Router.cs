using System.Diagnostics.CodeAnalysis;

namespace Portable.Http;

/// <summary>Finds the handler by raw path and method: see <see cref="HttpApp"/>.</summary>
internal sealed class Router
{
    private readonly List<Route> _routes = [];

    // The same by template, which is the one path of a route without {names}.
    private readonly Dictionary<string, Route> _byTemplate = new(StringComparer.Ordinal);

    /// <summary>Every route, in the order of the first line that maps it.</summary>
    public IReadOnlyList<Route> Routes => _routes;

    public void Map(string method, string template, Handler handler)
    {
        if (!_byTemplate.TryGetValue(template, out var route))
        {
            _byTemplate.Add(template, route = new(template));
            _routes.Add(route);
        }

        if (!route.Handlers.TryAdd(method, handler))
            throw new InvalidOperationException($"{method} {template} has a handler already.");
    }

    /// <summary>Puts something around every handler.</summary>
    public void Wrap(Func<Handler, Handler> wrap)
    {
        foreach (var route in _routes)
        {
            for (var i = 0; i < route.Handlers.Count; i++)
                route.Handlers.SetAt(i, wrap(route.Handlers.GetAt(i).Value));
        }
    }

    /// <summary>Notes in the request which route its path has, or that it has none.</summary>
    public void Find(AppRequest request)
    {
        var isFound = TryMatch(request.Path, out var route, out var values);
        request.Found(this, isFound ? route : null, values);
    }

    public ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (request.Refusal is { } refusal)
            return new(refusal);
        if (!request.IsRoutedBy(this))
            Find(request); // a middleware has changed the path, or asked another application before
        if (!request.Path.StartsWith('/') || !PercentEncoding.IsWellFormed(request.Path))
            return new(Errors.MalformedRequest);
        if (request.Route is not { } route)
            return new(Errors.NotFound);
        if (route.Handlers.TryGetValue(request.Method, out var handler))
            return handler(request, cancellationToken);

        var answer = request.Method == "OPTIONS" ? new AppResponse(204) : Errors.MethodNotAllowed;
        return new(answer with { Headers = [.. answer.Headers, new("Allow", route.Allow)] });
    }

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
