using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>A request that the proxy of the Functions host has passed on to Microsoft's worker (ASP.NET Core integration).</summary>
public static class FunctionsRequest
{
    /// <summary>
    /// Undoes what the proxy does, as far as that can be undone: <c>%2F</c> comes as <c>%252F</c>, and so does <c>%252F</c> itself; both
    /// are <c>%2F</c> here. The address that the worker sees is that of the platform's front end, and no client's: it is null here. For
    /// <see cref="PortableApplication.AnswerAsync"/>.
    /// </summary>
    /// <param name="request">The request as the worker's server sees it.</param>
    /// <param name="invocationId">The id of the invocation, which the request has in the host's log.</param>
    public static AppRequest Restore(AppRequest request, string invocationId)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with
        {
            Path = request.Path.Replace("%252F", "%2F", StringComparison.OrdinalIgnoreCase),
            RemoteAddress = null,
            RequestId = invocationId,
        };
    }
}
