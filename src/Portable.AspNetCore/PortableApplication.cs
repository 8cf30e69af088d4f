using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>
/// A portable application for a host that passes an <see cref="HttpContext"/> outside of its routing. An example is a function of
/// Azure Functions.
/// </summary>
/// <param name="handler">The application.</param>
/// <param name="logger">Logs failures outside of the application's handlers.</param>
/// <param name="time">The clock.</param>
/// <param name="maxBodyBytes">The largest body that is read, in bytes. See <see cref="AppRequest.IsBodyTooLarge"/>.</param>
public sealed class PortableApplication(Handler handler, ILogger logger, TimeProvider time, int maxBodyBytes = BodyLimit.MaxBytes) : IDisposable
{
    private readonly HttpApplication _application = new(handler, maxBodyBytes, time, logger);

    /// <summary>
    /// Reads the request, calls the application and writes its response. The application gets the whole path as it was sent,
    /// undecoded.
    /// </summary>
    public Task AnswerAsync(HttpContext context) => AnswerAsync(context, amend: null);

    /// <summary>
    /// Does the same as <see cref="AnswerAsync(HttpContext)"/> for a request that Microsoft's worker has received through the
    /// proxy of the Functions host. The proxy sends both <c>%2F</c> and <c>%252F</c> as <c>%252F</c>. This method turns
    /// <c>%252F</c> into <c>%2F</c>. The peer address that the worker receives is not the client's, so this method sets the
    /// address to null. The id of the request becomes the id of the invocation.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="invocationId">The id of the invocation. The host's log has the request under this id.</param>
    public Task AnswerInvocationAsync(HttpContext context, string invocationId) => AnswerAsync(context, request => request with
    {
        Path = request.Path.Replace("%252F", "%2F", StringComparison.OrdinalIgnoreCase),
        RemoteAddress = null,
        RequestId = invocationId,
    });

    /// <summary>Releases the application after the host has ended. No request may follow.</summary>
    public void Dispose() => _application.Dispose();

    private async Task AnswerAsync(HttpContext context, Func<AppRequest, AppRequest>? amend)
    {
        ArgumentNullException.ThrowIfNull(context);
        // HttpAdapter requires the features of these four properties. Some servers, such as Amazon's, do not have all of them.
        // ASP.NET Core adds a missing feature to the context when code reads its property.
        _ = (context.RequestAborted, context.Request.BodyReader, context.Connection.RemoteIpAddress, context.TraceIdentifier);
        using var answering = AnsweringScope.Begin();
        await _application.AnswerAsync(context.Features, amend);
    }
}
