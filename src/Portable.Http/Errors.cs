namespace Portable.Http;

/// <summary>The error responses that Portable.Http and the hosts create by themselves.</summary>
public static class Errors
{
    /// <summary>400: the request cannot be read.</summary>
    public static readonly AppResponse MalformedRequest = AppResponse.Error(400, "malformed-request", "Malformed request");

    /// <summary>403: a page of another site sent the request.</summary>
    public static readonly AppResponse CrossOrigin = AppResponse.Error(403, "cross-origin", "Cross-origin request refused");

    /// <summary>404: no route matches the path.</summary>
    public static readonly AppResponse NotFound = AppResponse.Error(404, "not-found", "Not found");

    /// <summary>405: the route of the path has no handler for the method. The router adds <c>Allow</c>.</summary>
    public static readonly AppResponse MethodNotAllowed = AppResponse.Error(405, "method-not-allowed", "Method not allowed");

    /// <summary>408: the body came too slowly.</summary>
    public static readonly AppResponse RequestTimeout = AppResponse.Error(408, "request-timeout", "The body came too slowly");

    /// <summary>413: the body is larger than <see cref="BodyLimit.MaxBytes"/>, or than the host accepts.</summary>
    public static readonly AppResponse BodyTooLarge = AppResponse.Error(413, "body-too-large", "Body too large");

    /// <summary>500: a handler has thrown.</summary>
    public static readonly AppResponse Internal = AppResponse.Error(500, "internal", "Internal server error");

    /// <summary>503: the settings cannot be used. See <see cref="HostAnswer.NotConfigured"/>.</summary>
    public static readonly AppResponse NotConfigured = AppResponse.Error(503, "not-configured", "The service is not configured");

    /// <summary>503: the platform's deadline has passed, or the host is shutting down.</summary>
    public static readonly AppResponse OutOfTime = AppResponse.Error(503, "out-of-time", "Out of time");
}
