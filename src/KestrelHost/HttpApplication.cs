using Lessons.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Lessons.KestrelHost;

/// <summary>What Kestrel calls for each request. ASP.NET Core's own puts an HttpContext, diagnostics and a pipeline between.</summary>
internal sealed class HttpApplication(Handler handler, bool trustProxy) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        var body = ReadOnlyMemory<byte>.Empty;
        if (context.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            if (await HttpAdapter.TryReadBodyAsync(context, aborted) is not { } read)
                return;
            body = read;
        }

        var response = await handler(HttpAdapter.ToRequest(context, body, trustProxy), aborted);
        await HttpAdapter.WriteAsync(context, response);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // It is Kestrel's, and so is what an exception leads to.
    }
}
