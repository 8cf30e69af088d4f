using System.Buffers;
using Lessons.Http;
using Lessons.Middleware;
using Microsoft.AspNetCore.Http.Features;

namespace Lessons.KestrelHost;

/// <summary>ASP.NET Core's request to ours, and our response to its answer.</summary>
internal static class HttpContextAdapter
{
    /// <summary>The request as it stood on the wire: Kestrel's own path is decoded and normalised already.</summary>
    public static AppRequest ToRequest(HttpContext context, ReadOnlyMemory<byte> body, bool trustProxy)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var (path, query) = RequestTarget.Split(target);
        var headers = Headers(context.Request.Headers);
        return new()
        {
            Method = context.Request.Method,
            Path = path,
            Query = query,
            Headers = headers,
            Body = body,
            IsHttps = context.Request.IsHttps || (trustProxy && headers.LastEntry("X-Forwarded-Proto") == "https"),
            RemoteAddress = (trustProxy ? headers.LastEntry("X-Forwarded-For") : null) ?? context.Connection.RemoteIpAddress?.ToString(),
            RequestId = context.TraceIdentifier,
        };
    }

    /// <summary>
    /// Reads the body, but no more than it takes to see that it is too large. Null when it breaks off, has a bad
    /// chunk or comes too slowly: the answer is then Kestrel's own, an empty 400 or 408.
    /// </summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> TryReadBodyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return ReadOnlyMemory<byte>.Empty;
        try
        {
            var reader = context.Request.BodyReader;
            var result = await reader.ReadAtLeastAsync(BodyLimit.MaxBytes + 1, context.RequestAborted);
            var body = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, BodyLimit.MaxBytes + 1)).ToArray();
            reader.AdvanceTo(result.Buffer.End);
            return body;
        }
        catch (BadHttpRequestException exception)
        {
            context.Response.StatusCode = exception.StatusCode;
            return null;
        }
    }

    public static ValueTask WriteAsync(HttpContext context, AppResponse response)
    {
        var answer = context.Response;
        answer.StatusCode = response.Status;
        answer.ContentType = response.ContentType;
        if (response.Location is not null)
            answer.Headers.Location = response.Location;
        foreach (var header in response.Headers)
            answer.Headers.Append(header.Name, header.Value);
        foreach (var cookie in response.Cookies)
            answer.Headers.Append("Set-Cookie", cookie.ToString());
        if (response.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            return default;
        answer.ContentLength = response.Body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? default : new(answer.BodyWriter.WriteAsync(response.Body).AsTask());
    }

    private static HeaderList Headers(IHeaderDictionary headers)
    {
        var list = new List<Header>(headers.Count);
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                list.Add(new(name, value ?? ""));
        }

        return [.. list];
    }
}
