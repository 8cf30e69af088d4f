using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>What Kestrel calls for each request. ASP.NET Core's own puts an HttpContext, diagnostics and a pipeline between.</summary>
internal sealed class HttpApplication(Handler handler, int maxBodyBytes, TimeProvider time, ILogger logger) : IHttpApplication<IFeatureCollection>, IDisposable
{
    private readonly CancellationTokenSource _ending = new();

    /// <summary>From now on Kestrel may cut requests off.</summary>
    public void End() => _ending.Cancel();

    public void Dispose() => _ending.Dispose();

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        var canHaveBody = context.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };
        var body = canHaveBody ? await HttpAdapter.ReadBodyAsync(context, maxBodyBytes, aborted) : default;
        var request = HttpAdapter.ToRequest(context, body, _ending.Token);
        AppResponse response;
        try
        {
            response = await handler(request, aborted);
        }
        catch (Exception exception)
        {
            response = await HostAnswer.FailAsync(request, exception, logger, time, aborted);
        }

        await HttpAdapter.WriteAsync(context, response, aborted);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // It is Kestrel's, and so is what an exception leads to.
    }
}
