namespace Lessons.FunctionsLocal;

/// <summary>The requests that the Functions host answers itself. Other requests below <c>/admin</c> and <c>/runtime</c> go to the functions.</summary>
internal static class HostRoutes
{
    private static readonly (string Method, string Path)[] Locked =
        [("GET", "/admin/host/status"), ("GET", "/admin/functions"), ("GET", "/admin/host/keys"), ("POST", "/admin/host/synctriggers")];

    /// <summary>Answers a request that the host answers itself, as for a client without a key. Returns false for any other request.</summary>
    public static bool TryAnswer(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (Is(request.Path, "/admin/host/ping"))
            return true; // an empty 200
        if (!request.Path.StartsWithSegments("/runtime/webhooks", StringComparison.OrdinalIgnoreCase)
            && !Array.Exists(Locked, route => Is(request.Path, route.Path) && HttpMethods.Equals(request.Method, route.Method)))
        {
            return false;
        }

        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer";
        return true;
    }

    private static bool Is(PathString path, string route) => path.Equals(route, StringComparison.OrdinalIgnoreCase);
}
