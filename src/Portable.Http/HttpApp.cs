namespace Portable.Http;

/// <summary>
/// Builds an application: its middlewares in reading order, then its routes. A malformed path is answered 400, an unknown one
/// 404, a wrong method 405 with <c>Allow</c>; OPTIONS of a known path is 204. Paths are case-sensitive, and a trailing slash
/// makes another path.
/// </summary>
public sealed class HttpApp
{
    private readonly Router _router = new();
    private readonly List<Middleware> _middlewares = [];
    private readonly List<Middleware> _guards = [];
    private bool _isBuilt;

    internal IReadOnlyList<Route> Routes => _router.Routes;

    /// <summary>
    /// Adds a middleware around everything that follows: the first one is the outermost. One that changes the path stands before
    /// <see cref="RequestTelemetry"/>, which names the route. A middleware may call <c>next</c> again where no route had the path; a
    /// second call that reaches a handler throws <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The application has been built.</exception>
    public HttpApp Use(Middleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        ThrowIfBuilt();
        _middlewares.Add(middleware);
        return this;
    }

    /// <summary>Adds a middleware around every mapped handler, behind the choice of the route: an unknown path or a wrong method does not reach it.</summary>
    /// <exception cref="InvalidOperationException">The application has been built.</exception>
    public HttpApp Guard(Middleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        ThrowIfBuilt();
        _guards.Add(middleware);
        return this;
    }

    /// <summary>
    /// Answers a method and a path such as <c>/courses/{name}/notes</c>. A segment in braces captures any text, still
    /// percent-encoded, into <see cref="AppRequest.RouteValues"/>. Of several templates that match the first one counts, and one
    /// without braces before those with.
    /// </summary>
    /// <exception cref="ArgumentException">No path can match the template.</exception>
    /// <exception cref="InvalidOperationException">The method and the template have a handler already, or the application has been built.</exception>
    public HttpApp Map(string method, string template, Handler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ThrowIfBuilt();
        _router.Map(method, template, handler);
        return this;
    }

    /// <summary>Answers GET with a handler that only reads, and HEAD with the same one.</summary>
    /// <exception cref="ArgumentException">No path can match the template.</exception>
    /// <exception cref="InvalidOperationException">GET or HEAD has a handler for this template already.</exception>
    public HttpApp MapRead(string template, Handler handler) => Map("GET", template, handler).Map("HEAD", template, handler);

    /// <summary>Returns the one handler for a host. An application is built once.</summary>
    /// <exception cref="InvalidOperationException">It has been built before.</exception>
    public Handler Build()
    {
        ThrowIfBuilt();
        _isBuilt = true;
        _router.Wrap(handler => Wrap(_guards, handler));
        var handler = Wrap(_middlewares, _router.HandleAsync);
        return (request, cancellationToken) =>
        {
            _router.Find(request);
            return handler(request, cancellationToken);
        };
    }

    private void ThrowIfBuilt()
    {
        if (_isBuilt)
            throw new InvalidOperationException("This application has been built already: Use, Guard and Map come before Build, and Build is called once.");
    }

    private static Handler Wrap(List<Middleware> middlewares, Handler handler) =>
        Enumerable.Reverse(middlewares).Aggregate(handler, (next, middleware) => middleware(next));
}
