using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>A portable application for a host that hands over an <see cref="HttpContext"/> outside of its routing, such as a function of Azure Functions.</summary>
/// <param name="handler">The application.</param>
/// <param name="logger">Gets what fails outside of the application's handlers.</param>
/// <param name="time">The clock.</param>
/// <param name="maxBodyBytes">The largest body that is read, in bytes. See <see cref="AppRequest.IsBodyTooLarge"/>.</param>
public sealed class PortableApplication(Handler handler, ILogger logger, TimeProvider time, int maxBodyBytes = BodyLimit.MaxBytes) : IDisposable
{
    private readonly HttpApplication _application = new(handler, maxBodyBytes, time, logger);

    /// <summary>Reads the request, asks the application and writes its answer. The path is taken as it stood on the wire, whole and undecoded.</summary>
    public Task AnswerAsync(HttpContext context) => AnswerAsync(context, amend: null);

    /// <summary>
    /// The same for a request that came through the proxy of the Functions host to Microsoft's worker. The proxy sends <c>%2F</c> and
    /// <c>%252F</c> as <c>%252F</c>; both become <c>%2F</c>. The address that the worker sees belongs to the platform's front end; it
    /// becomes null. The id of the request becomes that of the invocation.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="invocationId">The id of the invocation, which the request has in the host's log.</param>
    public Task AnswerInvocationAsync(HttpContext context, string invocationId) => AnswerAsync(context, request => request with
    {
        Path = request.Path.Replace("%252F", "%2F", StringComparison.OrdinalIgnoreCase),
        RemoteAddress = null,
        RequestId = invocationId,
    });

    /// <summary>The host has ended; no request may follow.</summary>
    public void Dispose() => _application.Dispose();

    private async Task AnswerAsync(HttpContext context, Func<AppRequest, AppRequest>? amend)
    {
        ArgumentNullException.ThrowIfNull(context);
        // A server need not have these features, as Amazon's has not all. ASP.NET Core adds its own to the context that is asked for them.
        _ = (context.RequestAborted, context.Request.BodyReader, context.Connection.RemoteIpAddress, context.TraceIdentifier);
        using var answering = AnsweringScope.Begin();
        await _application.AnswerAsync(context.Features, amend);
    }
}
