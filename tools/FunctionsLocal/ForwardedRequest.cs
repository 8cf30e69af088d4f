using System.Net;

namespace Lessons.FunctionsLocal;

/// <summary>
/// Adds the headers that the platform's front end adds, because the stand-in has no front end. Takes the scheme and the host from the
/// headers that the Functions host trusts. A client can send these headers itself, as a front end does for https or for another name.
/// </summary>
internal static class ForwardedRequest
{
    /// <summary>Returns false if the scheme or the host is not valid in a URL. The Functions host answers such a request with an empty 500.</summary>
    /// <param name="request">The request. This method sets its scheme and its host.</param>
    /// <param name="isManaged">
    /// Whether the stand-in acts as Azure's Linux hosting. Otherwise it acts as Core Tools, which ignore X-Forwarded-Proto and set no CLIENT-IP.
    /// </param>
    public static bool TryRead(HttpRequest request, bool isManaged)
    {
        var connection = request.HttpContext.Connection;
        var client = new IPEndPoint(connection.RemoteIpAddress!, connection.RemotePort);
        request.Headers.Append("X-Forwarded-For", client.ToString());
        if (isManaged)
            request.Headers["CLIENT-IP"] = client.ToString(); // Azure replaces the client's own header: app-service-linux-docs, pull request 140
        if (request.Headers.TryGetValue("DISGUISED-HOST", out var host))
            request.Headers.Host = host;
        if (request.Headers["X-Forwarded-Proto"] is not [{ Length: > 0 } scheme, ..])
            request.Headers["X-Forwarded-Proto"] = request.Scheme;
        else if (isManaged)
            request.Scheme = scheme;
        return request.Scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.') && !request.Host.Value!.Contains(' ', StringComparison.Ordinal);
    }
}
