using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Lessons.LambdaLocal;

/// <summary>Serves Lambda's Runtime API to the function.</summary>
internal sealed class RuntimeApiServer(Sandbox sandbox, LambdaLocalOptions options)
{
    private const string Root = "/2018-06-01/runtime/";

    // Lambda's limit for a streamed response, in bytes.
    private const long MaxStream = 200 * 1024 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!path.StartsWith(Root, StringComparison.Ordinal))
        {
            context.Response.StatusCode = 404;
            return;
        }

        switch (context.Request.Method, path[Root.Length..].Split('/'))
        {
            case ("GET", ["invocation", "next"]):
                await NextAsync(context);
                break;
            case ("POST", ["invocation", var id, "response"]) when options.IsStreaming && context.Request.Headers["Lambda-Runtime-Function-Response-Mode"] == "streaming":
                Answer(context, await StreamAsync(context, id));
                break;
            case ("POST", ["invocation", var id, ("response" or "error") and var kind]):
                Answer(context, sandbox.TryComplete(id, new(kind == "error", await ReadAsync(context))));
                break;
            case ("POST", ["init", "error"]):
                sandbox.FailInit(new(IsError: true, await ReadAsync(context)));
                Answer(context, isKnown: true);
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }

    private async Task NextAsync(HttpContext context)
    {
        var invocation = await sandbox.NextAsync(context.RequestAborted);
        var deadline = TimeProvider.System.GetUtcNow().Add(options.Timeout).ToUnixTimeMilliseconds();
        var headers = context.Response.Headers;
        headers.Append("Lambda-Runtime-Aws-Request-Id", invocation.Id);
        headers.Append("Lambda-Runtime-Deadline-Ms", deadline.ToString(CultureInfo.InvariantCulture));
        headers.Append("Lambda-Runtime-Trace-Id", invocation.TraceId);
        headers.Append("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:000000000000:function:lessons");
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Payload.Length;
        await context.Response.Body.WriteAsync(invocation.Payload, context.RequestAborted);
    }

    /// <summary>Passes on the bytes of a streamed response while they arrive. Returns the status of the response to the function.</summary>
    private async Task<int> StreamAsync(HttpContext context, string id)
    {
        var pipe = new Pipe();
        if (!sandbox.TryBeginStream(id, pipe.Reader))
            return StatusCodes.Status400BadRequest;
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxStream;
        var (status, result) = await CopyAsync(context.Request, pipe.Writer);
        await pipe.Writer.CompleteAsync(); // an exception here would discard the bytes that are not yet sent
        return sandbox.TryComplete(id, result) ? status : StatusCodes.Status400BadRequest;
    }

    // A function that cannot complete its response reports its error in a trailer.
    private static async Task<(int Status, InvocationResult Result)> CopyAsync(HttpRequest request, PipeWriter writer)
    {
        try
        {
            await request.Body.CopyToAsync(writer, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (exception.StatusCode, InvocationResult.Error("Function.ResponseSizeTooLarge", $"The function's response has more than {MaxStream} bytes."));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return (StatusCodes.Status400BadRequest, InvocationResult.Error("Runtime.TruncatedResponse", $"The function's response broke off: {exception.Message}"));
        }

        var error = request.SupportsTrailers() && request.CheckTrailersAvailable() ? request.GetTrailer("Lambda-Runtime-Function-Error-Type").ToString() : "";
        return (StatusCodes.Status202Accepted, error.Length == 0 ? new(IsError: false, []) : InvocationResult.Error(error, "The body of the response failed."));
    }

    private static void Answer(HttpContext context, bool isKnown) => Answer(context, isKnown ? StatusCodes.Status202Accepted : StatusCodes.Status400BadRequest);

    private static void Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
