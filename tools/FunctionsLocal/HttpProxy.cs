using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Lessons.FunctionsLocal;

/// <summary>Forwards requests to a worker's HTTP server with YARP, the library of the Functions host.</summary>
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

    /// <summary>Forwards the request to the worker and writes the worker's response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="worker">The address of the worker's server, such as <c>http://127.0.0.1:41235</c>.</param>
    /// <param name="invocationId">The id of the request's invocation on the stream.</param>
    /// <param name="failed">Cancelled when the invocation has failed, because the worker then sends no response.</param>
    /// <exception cref="WorkerException">The worker cannot be reached, or the connection breaks before the response is complete.</exception>
    public async Task ForwardAsync(HttpContext context, string worker, string invocationId, CancellationToken failed)
    {
        var error = await forwarder.SendAsync(context, worker, _client, ForwarderRequestConfig.Empty, new RequestOf(invocationId), failed);
        if (error is not ForwarderError.None && !context.RequestAborted.IsCancellationRequested && !failed.IsCancellationRequested)
            throw new WorkerException($"The request to the worker's HTTP server failed: {error}, {context.GetForwarderErrorFeature()?.Exception?.Message}");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Builds the request as the Functions host does. X-Forwarded-For, -Proto and -Host replace the headers of the client.</summary>
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

    /// <summary>Repeats a failed connection as the Functions host does, because a worker declares its address before it listens there.</summary>
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
