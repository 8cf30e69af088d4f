using System.Diagnostics.CodeAnalysis;

namespace Lessons.Http;

/// <summary>
/// Finds the handler by raw path and method. Malformed path 400, unknown path 404, wrong method 405 with Allow;
/// OPTIONS of a known path is 204. Paths are case-sensitive, and a trailing slash makes another path.
/// What is given as guard stands before every handler, behind these decisions.
/// </summary>
internal sealed class Router(Func<Handler, Handler> guard)
{
    private static readonly AppResponse Malformed = AppResponse.Error(400, "Malformed request");
    private static readonly AppResponse NotFound = AppResponse.Error(404, "Not found");
    private static readonly AppResponse WrongMethod = AppResponse.Error(405, "Method not allowed");

    private readonly List<Route> _routes = [];

    // The same by template, which is the one path of a route without {names}.
    private readonly Dictionary<string, Route> _byTemplate = new(StringComparer.Ordinal);

    /// <summary>Every route, in the order of the first line that maps it.</summary>
    public IReadOnlyList<Route> Routes => _routes;

    /// <summary>Maps a GET that only reads: HEAD is answered by it too.</summary>
    public Router MapRead(string template, Handler handler) => Map("GET", template, handler).Map("HEAD", template, handler);

    public Router Map(string method, string template, Handler handler)
    {
        if (!_byTemplate.TryGetValue(template, out var route))
        {
            _byTemplate.Add(template, route = new(template));
            _routes.Add(route);
        }

        route.Handlers.Add(method, guard(handler));
        return this;
    }

    public ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (!request.Path.StartsWith('/') || !PercentEncoding.IsWellFormed(request.Path))
            return new(Malformed);
        if (!TryMatch(request.Path, out var route, out var values))
            return new(NotFound);
        if (route.Handlers.TryGetValue(request.Method, out var handler))
            return handler(values is null ? request : request with { RouteValues = values }, cancellationToken);

        var answer = request.Method == "OPTIONS" ? new AppResponse(204) : WrongMethod;
        return new(answer with { Headers = [.. answer.Headers, new("Allow", route.Allow)] });
    }

    /// <summary>The template of the route with that raw path; null when there is none.</summary>
    public string? FindTemplate(string path) => TryMatch(path, out var route, out _) ? route.Template : null;

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
