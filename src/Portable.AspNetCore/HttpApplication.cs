using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>
/// Kestrel calls this class for each request. ASP.NET Core's own class would add an HttpContext, diagnostics and a pipeline.
/// </summary>
internal sealed class HttpApplication : IHttpApplication<IFeatureCollection>, IDisposable
{
    private readonly Handler _handler;
    private readonly int _maxBodyBytes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationToken _hostEnding;

    public HttpApplication(Handler handler, int maxBodyBytes, TimeProvider time, ILogger logger)
    {
        (_handler, _maxBodyBytes, _time, _logger) = (handler, maxBodyBytes, time, logger);
        _hostEnding = _ending.Token;
    }

    /// <summary>
    /// Cancels <see cref="AppRequest.HostEnding"/> of all requests, because Kestrel cuts requests off from now on. The callbacks
    /// that handlers have registered on this token run on another thread.
    /// </summary>
    public void End() => _ = _ending.CancelAsync();

    public void Dispose() => _ending.Dispose();

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => AnswerAsync(context, amend: null);

    /// <summary>Answers the request that <paramref name="amend"/> returns.</summary>
    public async Task AnswerAsync(IFeatureCollection context, Func<AppRequest, AppRequest>? amend)
    {
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        var canHaveBody = context.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };
        var body = canHaveBody ? await HttpAdapter.ReadBodyAsync(context, _maxBodyBytes, _hostEnding, aborted) : default;
        var request = HttpAdapter.ToRequest(context, body, _hostEnding);
        request = amend is null ? request : amend(request);
        AppResponse response;
        try
        {
            response = await _handler(request, aborted);
            if (response.BodyStream is not null && HttpAdapter.HasBody(context, response))
                response = await response.StartStreamAsync(aborted);
        }
        catch (Exception exception)
        {
            response = await HostAnswer.FailAsync(request, exception, _logger, _time, aborted);
        }

        if (body.HasConnectionEnded)
            context.GetRequiredFeature<IHttpResponseFeature>().Headers.Connection = "close"; // Kestrel then reads no further request
        try
        {
            await HttpAdapter.WriteAsync(context, response, aborted);
        }
        finally
        {
            // After a response, Kestrel reads the rest of the body. Where the client has disconnected, Kestrel's reader would
            // still be in the failed read, and Kestrel would log an error (ASP.NET Core 10.0). Therefore the connection is
            // aborted: Kestrel reads nothing from an aborted connection. No response is lost: Kestrel sends no response where the
            // client has closed the connection or its half of the connection.
            if (body.HasConnectionEnded)
                context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        }
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // Kestrel owns the context, and Kestrel handles the exception.
    }
}
