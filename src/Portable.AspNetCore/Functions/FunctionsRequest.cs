using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>A request that the proxy of the Functions host has passed on to Microsoft's worker (ASP.NET Core integration).</summary>
public static class FunctionsRequest
{
    /// <summary>
    /// Undoes what the proxy does, for <see cref="PortableApplication.AnswerAsync"/>. The proxy sends <c>%2F</c> and <c>%252F</c> as
    /// <c>%252F</c>; both become <c>%2F</c>. The address that the worker sees belongs to the platform's front end; it becomes null. The
    /// id of the request becomes that of the invocation.
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
