using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace MinimalApi;

/// <summary>
/// A minimal API with the adapter that most people would write first. The README of Portable.Conformance lists what this adapter gets
/// wrong. Portable.AspNetCore gets it right.
/// </summary>
internal static class PlainServer
{
    /// <summary>Starts a server on a port of loopback that passes every request to the application. Port 0 selects a free port.</summary>
    public static async Task<WebApplication> StartAsync(Handler application, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders(); // The application writes a line for each request.
        var server = builder.Build();
        server.Map("/{**path}", async (HttpContext context) =>
            await WriteAsync(context, await application(await ReadAsync(context), context.RequestAborted)));
        await server.StartAsync();
        return server;
    }

    private static async Task<AppRequest> ReadAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new()
        {
            Method = context.Request.Method,
            Path = context.Request.Path,
            Query = context.Request.QueryString.ToString().TrimStart('?'),
            Headers = [.. context.Request.Headers.Select(header => new Header(header.Key, header.Value.ToString()))],
            Body = body.ToArray(),
            IsHttps = context.Request.IsHttps,
            RemoteAddress = context.Connection.RemoteIpAddress?.ToString(),
            RequestId = context.TraceIdentifier,
            ClientGone = context.RequestAborted,
        };
    }

    private static async Task WriteAsync(HttpContext context, AppResponse answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        foreach (var (name, value) in answer.Headers)
            response.Headers.Append(name, value);
        foreach (var cookie in answer.Cookies)
            response.Headers.Append("Set-Cookie", cookie.ToString());
        if (answer.BodyStream is null)
        {
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
            return;
        }

        await using var stream = answer.BodyStream;
        await stream.CopyToAsync(response.Body, context.RequestAborted);
    }
}
