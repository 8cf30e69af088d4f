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

    /// <summary>Reads the request, asks the application and writes its answer.</summary>
    /// <param name="context">The request. Its path is taken as it stood on the wire, whole and undecoded.</param>
    /// <param name="amend">Returns the request with what only the platform says, such as its own id of the request; null changes nothing.</param>
    public async Task AnswerAsync(HttpContext context, Func<AppRequest, AppRequest>? amend = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        // A server need not have these features, as Amazon's has not all. ASP.NET Core adds its own to the context that is asked for them.
        _ = (context.RequestAborted, context.Request.BodyReader, context.Connection.RemoteIpAddress, context.TraceIdentifier);
        using var answering = AnsweringScope.Begin();
        await _application.AnswerAsync(context.Features, amend);
    }

    /// <summary>The host has ended; no request may follow.</summary>
    public void Dispose() => _application.Dispose();
}
