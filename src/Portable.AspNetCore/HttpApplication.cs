using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>What Kestrel calls for each request. ASP.NET Core's own puts an HttpContext, diagnostics and a pipeline between.</summary>
internal sealed class HttpApplication(Handler handler, Handler refuseBody) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        var (answering, body) = (handler, ReadOnlyMemory<byte>.Empty);
        if (context.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            if (await HttpAdapter.TryReadBodyAsync(context, aborted) is { } read)
                body = read;
            else
                answering = refuseBody;
        }

        var response = await answering(HttpAdapter.ToRequest(context, body), aborted);
        await HttpAdapter.WriteAsync(context, response);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // It is Kestrel's, and so is what an exception leads to.
    }
}
