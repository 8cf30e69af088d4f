namespace Portable.Http;

/// <summary>
/// Builds an application: its middlewares in reading order, then its routes. The application answers a malformed path with 400,
/// an unknown path with 404, and a wrong method with 405 and <c>Allow</c>. It answers OPTIONS of a known path with 204. Paths are
/// case-sensitive. A path with a trailing slash is a different path.
/// </summary>
public sealed class HttpApp
{
    private readonly Router _router = new();
    private readonly List<Middleware> _middlewares = [];
    private readonly List<Middleware> _guards = [];
    private bool _isBuilt;

    internal IReadOnlyList<Route> Routes => _router.Routes;

    /// <summary>
    /// Adds a middleware around the routes and around the middlewares that are added later. The first middleware is the outermost
    /// one. A middleware that changes the path must come before <see cref="RequestTelemetry"/>, which records the route. A
    /// middleware may call <c>next</c> twice if the first call reached no handler. If both calls reach a handler, the second call
    /// throws <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The application has been built.</exception>
    public HttpApp Use(Middleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        ThrowIfBuilt();
        _middlewares.Add(middleware);
        return this;
    }

    /// <summary>
    /// Adds a middleware around every mapped handler. It runs after the router has chosen the route, so a request with an unknown
    /// path or a wrong method does not reach it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The application has been built.</exception>
    public HttpApp Guard(Middleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        ThrowIfBuilt();
        _guards.Add(middleware);
        return this;
    }

    /// <summary>
    /// Maps a method and a path template, such as <c>/courses/{name}/notes</c>, to a handler. A segment in braces captures any
    /// text into <see cref="AppRequest.RouteValues"/>; the text is still percent-encoded. Where several templates match, the
    /// first one is used. A template without braces comes before every template with braces.
    /// </summary>
    /// <exception cref="ArgumentException">The template is not a valid path, or it contains a name twice.</exception>
    /// <exception cref="InvalidOperationException">
    /// The method and the template already have a handler, or the application has been built.
    /// </exception>
    public HttpApp Map(string method, string template, Handler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ThrowIfBuilt();
        _router.Map(method, template, handler);
        return this;
    }

    /// <summary>Maps GET and HEAD to the same handler. The handler must only read.</summary>
    /// <exception cref="ArgumentException">The template is not a valid path, or it contains a name twice.</exception>
    /// <exception cref="InvalidOperationException">
    /// GET or HEAD already has a handler for this template, or the application has been built.
    /// </exception>
    public HttpApp MapRead(string template, Handler handler) => Map("GET", template, handler).Map("HEAD", template, handler);

    /// <summary>Returns the one handler for a host. An application can be built only once.</summary>
    /// <exception cref="InvalidOperationException">The application has been built before.</exception>
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
            throw new InvalidOperationException("This application is already built. Call Use, Guard and Map before Build, and call Build only once.");
    }

    private static Handler Wrap(List<Middleware> middlewares, Handler handler) =>
        Enumerable.Reverse(middlewares).Aggregate(handler, (next, middleware) => middleware(next));
}
