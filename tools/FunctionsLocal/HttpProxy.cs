using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Lessons.FunctionsLocal;

/// <summary>Passes requests on to the HTTP server of a worker that has one, by the library of the Functions host (YARP).</summary>
internal sealed class HttpProxy(IHttpForwarder forwarder) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new UntilConnected
    {
        InnerHandler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
        },
    });

    /// <summary>Sends the request, and writes the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="worker">The address of the worker's server, such as <c>http://127.0.0.1:41235</c>.</param>
    /// <param name="invocationId">Says for which invocation of the stream the request comes.</param>
    /// <param name="failed">Is cancelled where the invocation has failed: nobody answers then.</param>
    /// <exception cref="WorkerException">The worker cannot be reached, or breaks off.</exception>
    public async Task ForwardAsync(HttpContext context, string worker, string invocationId, CancellationToken failed)
    {
        var error = await forwarder.SendAsync(context, worker, _client, ForwarderRequestConfig.Empty, new RequestOf(invocationId), failed);
        if (error is not ForwarderError.None && !context.RequestAborted.IsCancellationRequested && !failed.IsCancellationRequested)
            throw new WorkerException($"The worker's HTTP server did not answer: {error}, {context.GetForwarderErrorFeature()?.Exception?.Message}");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The request as the Functions host sends it. What the client says of proxies is lost.</summary>
    private sealed class RequestOf(string invocationId) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var request = httpContext.Request;
            Set(proxyRequest, "x-ms-invocation-id", invocationId);
            Set(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress!.ToString());
            Set(proxyRequest, "X-Forwarded-Proto", request.Scheme);
            Set(proxyRequest, "X-Forwarded-Host", request.Host.ToString());
        }

        private static void Set(HttpRequestMessage request, string name, string value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>Tries again as the Functions host does: a worker says where it will listen before it does.</summary>
    private sealed class UntilConnected : DelegatingHandler
    {
        private const int MostTries = 10;

        private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await base.SendAsync(request, cancellationToken);
                }
                catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError && tries < MostTries)
                {
                    await Task.Delay(tries * Delay, cancellationToken);
                }
            }
        }
    }
}
