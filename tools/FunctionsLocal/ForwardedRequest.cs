using System.Net;

namespace Lessons.FunctionsLocal;

/// <summary>
/// Adds the headers of the platform's front end, because only the front end sees the client's connection. Applies the headers that
/// the Functions host trusts. A client can act as a front end that was reached by https or under another name.
/// </summary>
internal static class ForwardedRequest
{
    /// <summary>Returns false if the headers do not make a URL. The host answers such a request with an empty 500.</summary>
    /// <param name="request">The request. This method sets its scheme and its host.</param>
    /// <param name="isManaged">Whether the stand-in acts as Azure's own Linux hosting. Core Tools ignore the forwarded scheme.</param>
    public static bool TryRead(HttpRequest request, bool isManaged)
    {
        var connection = request.HttpContext.Connection;
        var client = new IPEndPoint(connection.RemoteIpAddress!, connection.RemotePort);
        request.Headers.Append("X-Forwarded-For", client.ToString());
        if (isManaged)
            request.Headers["CLIENT-IP"] = client.ToString(); // replaces the client's own header: app-service-linux-docs, pull request 140
        if (request.Headers.TryGetValue("DISGUISED-HOST", out var host))
            request.Headers.Host = host;
        if (request.Headers["X-Forwarded-Proto"] is not [{ Length: > 0 } scheme, ..])
            request.Headers["X-Forwarded-Proto"] = request.Scheme;
        else if (isManaged)
            request.Scheme = scheme;
        return request.Scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.') && !request.Host.Value!.Contains(' ', StringComparison.Ordinal);
    }
}
