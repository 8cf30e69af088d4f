using System.Diagnostics.CodeAnalysis;

namespace Portable.Http;

/// <summary>Finds the handler by raw path and method: see <see cref="HttpApp"/>.</summary>
internal sealed class Router
{
    private static readonly AppResponse Malformed = AppResponse.Error(400, "Malformed request");
    private static readonly AppResponse NotFound = AppResponse.Error(404, "Not found");
    private static readonly AppResponse WrongMethod = AppResponse.Error(405, "Method not allowed");

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

    /// <summary>Notes in the request which route its path has, once for all who ask.</summary>
    public void Find(AppRequest request)
    {
        if (!TryMatch(request.Path, out var route, out var values))
            return;
        request.Route = route;
        if (values is not null)
            request.RouteValues = values;
    }

    public static ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (!request.Path.StartsWith('/') || !PercentEncoding.IsWellFormed(request.Path))
            return new(Malformed);
        if (request.Route is not { } route)
            return new(NotFound);
        if (route.Handlers.TryGetValue(request.Method, out var handler))
            return handler(request, cancellationToken);

        var answer = request.Method == "OPTIONS" ? new AppResponse(204) : WrongMethod;
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
