using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>
/// Converts Kestrel's request into an AppRequest, and writes an AppResponse to Kestrel. It uses Kestrel's features directly,
/// without an HttpContext.
/// </summary>
internal static class HttpAdapter
{
    /// <summary>
    /// Creates the request from the raw request target. Kestrel's own path property is already decoded and normalised.
    /// </summary>
    public static AppRequest ToRequest(IFeatureCollection features, RequestBody body, CancellationToken hostEnding = default)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var (path, query) = RequestTarget.Split(request.RawTarget);
        return new()
        {
            Method = request.Method,
            Path = path,
            Query = query,
            Headers = Headers(request.Headers),
            Body = body.Bytes,
            IsBodyTooLarge = body.IsTooLarge,
            Refusal = body.Refusal,
            IsHttps = request.Scheme == "https",
            RemoteAddress = features.GetRequiredFeature<IHttpConnectionFeature>().RemoteIpAddress?.ToString(),
            RequestId = features.GetRequiredFeature<IHttpRequestIdentifierFeature>().TraceIdentifier,
            HostEnding = hostEnding,
            ClientGone = features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted,
        };
    }

    /// <summary>
    /// Reads the body until it ends or has more than <paramref name="maxBytes"/> bytes. A body that breaks off or has a bad chunk
    /// returns 400. A body that comes too slowly returns 408. A body that the host's shutdown cuts off returns 503.
    /// </summary>
    public static async ValueTask<RequestBody> ReadBodyAsync(
        IFeatureCollection features, int maxBytes, CancellationToken hostEnding, CancellationToken cancellationToken)
    {
        try
        {
            var reader = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
            var result = await reader.ReadAtLeastAsync(maxBytes + 1, cancellationToken);
            var isTooLarge = result.Buffer.Length > maxBytes;
            var bytes = isTooLarge ? [] : result.Buffer.ToArray();
            reader.AdvanceTo(result.Buffer.End);
            return new(bytes, isTooLarge);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return new(default, Refusal: Errors.RequestTimeout);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new(default, IsTooLarge: true); // the server in which MapPortable runs has a lower limit of its own
        }
        catch (Exception exception) when (exception is IOException or OverflowException or OperationCanceledException)
        {
            // A malformed body throws a BadHttpRequestException, which is an IOException. A chunk size of more than 31 bits
            // throws an OverflowException.
            return hostEnding.IsCancellationRequested
                ? new(default, Refusal: Errors.OutOfTime)
                : new(default, Refusal: Errors.MalformedRequest, HasConnectionEnded: HasConnectionEnded(features, exception));
        }
    }

    // With a Content-Length, a BadHttpRequestException means that the client closed the connection before the end of the body.
    // With a chunked body, it may also mean a bad chunk. The method then returns false.
    private static bool HasConnectionEnded(IFeatureCollection features, Exception exception) => exception is BadHttpRequestException
        ? features.GetRequiredFeature<IHttpRequestFeature>().Headers.ContentLength is not null
        : exception is IOException;

    /// <summary>Whether the client receives a body: not with the method HEAD, and not with the status 204 or 304.</summary>
    public static bool HasBody(IFeatureCollection features, AppResponse response) =>
        features.GetRequiredFeature<IHttpRequestFeature>().Method != "HEAD" && CanHaveBody(response);

    public static Task WriteAsync(IFeatureCollection features, AppResponse response, CancellationToken cancellationToken) =>
        response.BodyStream is null ? WriteWholeAsync(features, response) : WriteStreamAsync(features, response, response.BodyStream, cancellationToken);

    private static bool CanHaveBody(AppResponse response) => (HttpStatusCode)response.Status is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified);

    private static Task WriteWholeAsync(IFeatureCollection features, AppResponse response)
    {
        WriteHead(features, response);
        return !response.Body.IsEmpty && HasBody(features, response)
            ? features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(response.Body, CancellationToken.None).AsTask()
            : Task.CompletedTask;
    }

    // If the stream throws halfway, the server closes the connection. The client then sees that the response is incomplete.
    private static async Task WriteStreamAsync(IFeatureCollection features, AppResponse response, Stream stream, CancellationToken cancellationToken)
    {
        await using var source = stream;
        WriteHead(features, response);
        if (HasBody(features, response))
            await source.CopyToAsync(features.GetRequiredFeature<IHttpResponseBodyFeature>().Stream, cancellationToken);
    }

    private static void WriteHead(IFeatureCollection features, AppResponse response)
    {
        var answer = features.GetRequiredFeature<IHttpResponseFeature>();
        var headers = answer.Headers;
        answer.StatusCode = response.Status;
        if (response.ContentType is not null)
            headers.ContentType = response.ContentType;
        if (response.Location is not null)
            headers.Location = response.Location;
        foreach (var header in response.Headers.AsSpan())
            headers[header.Name] = StringValues.Concat(headers[header.Name], header.Value); // Append would omit a header with an empty value
        foreach (var cookie in response.Cookies)
            headers.Append("Set-Cookie", cookie.ToString());
        if (CanHaveBody(response))
            headers.ContentLength = response.BodyLength;
    }

    private static HeaderList Headers(IHeaderDictionary headers)
    {
        var list = new List<Header>(headers.Count);
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                list.Add(new(name, value ?? ""));
        }

        return HeaderList.Take([.. list]);
    }
}
