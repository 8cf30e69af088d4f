using System.Net;

namespace Lessons.FunctionsLocal;

/// <summary>
/// What the platform's front end adds to a request, since nobody else sees the client's connection, and what the Functions host
/// believes of it. A client may play a front end that was reached by https, or under another name.
/// </summary>
internal static class ForwardedRequest
{
    /// <summary>False for a request that the host answers with an empty 500: it makes no URL of its headers.</summary>
    /// <param name="request">The request, whose scheme and host are set.</param>
    /// <param name="isManaged">Whether this stands for Azure's own Linux hosting: under Core Tools the scheme is not believed.</param>
    public static bool TryRead(HttpRequest request, bool isManaged)
    {
        var connection = request.HttpContext.Connection;
        var client = new IPEndPoint(connection.RemoteIpAddress!, connection.RemotePort);
        request.Headers.Append("X-Forwarded-For", client.ToString());
        if (isManaged)
            request.Headers["CLIENT-IP"] = client.ToString(); // over what the client says: app-service-linux-docs, pull request 140
        if (request.Headers.TryGetValue("DISGUISED-HOST", out var host))
            request.Headers.Host = host;
        if (request.Headers["X-Forwarded-Proto"] is not [{ Length: > 0 } scheme, ..])
            request.Headers["X-Forwarded-Proto"] = request.Scheme;
        else if (isManaged)
            request.Scheme = scheme;
        return request.Scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.') && !request.Host.Value!.Contains(' ', StringComparison.Ordinal);
    }
}
