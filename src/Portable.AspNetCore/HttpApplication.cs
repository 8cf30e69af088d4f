using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>What Kestrel calls for each request. ASP.NET Core's own puts an HttpContext, diagnostics and a pipeline between.</summary>
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

    /// <summary>From now on Kestrel cuts requests off. What handlers have registered for that runs beside it.</summary>
    public void End() => _ = _ending.CancelAsync();

    public void Dispose() => _ending.Dispose();

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => AnswerAsync(context, amend: null);

    /// <summary>Answers a request as <paramref name="amend"/> returns it.</summary>
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
        }
        catch (Exception exception)
        {
            response = await HostAnswer.FailAsync(request, exception, _logger, _time, aborted);
        }

        if (body.HasConnectionEnded)
            context.GetRequiredFeature<IHttpResponseFeature>().Headers.Connection = "close"; // no next request is read
        try
        {
            await HttpAdapter.WriteAsync(context, response, aborted);
        }
        finally
        {
            // After an answer Kestrel reads what is left of the body. Where the client has gone, Kestrel would find its own reader in
            // the middle of the read that has failed, and log an error (ASP.NET Core 10.0). It reads nothing of a connection that is
            // aborted. No answer is lost: Kestrel sends none where the client has ended the connection or its half of it.
            if (body.HasConnectionEnded)
                context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        }
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // It is Kestrel's, and so is what an exception leads to.
    }
}
