using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>
/// Converts a streamed response of the function to HTTP: status and headers as JSON, eight NUL bytes, and the body.
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html"/> has this format.
/// </summary>
internal static class GatewayStream
{
    // The document's limit for what comes before the body, in bytes.
    private const int MaxPrelude = 16 * 1024;

    public static async Task WriteAsync(HttpContext context, PendingInvocation invocation, Task<InvocationResult> end)
    {
        if (await Task.WhenAny(invocation.Stream, end) == end && !invocation.Stream.IsCompleted)
        {
            if (!(await end).IsError)
            {
                await Console.Error.WriteLineAsync(
                    "The function sent its response in one piece. With the invoke mode RESPONSE_STREAM it must stream each response.");
            }

            await GatewayAnswer.RefuseAsync(context.Response);
            return;
        }

        var stream = await invocation.Stream;
        bool isValid;
        try
        {
            isValid = await TryReadPreludeAsync(stream, context.Response);
            if (isValid)
                await CopyAsync(stream, context);
        }
        finally
        {
            await stream.CompleteAsync(); // the rest of a response that cannot be used is not read
        }

        var result = await end;
        if (!isValid)
            await GatewayAnswer.RefuseAsync(context.Response);
        else if (result.IsError)
            context.Abort(); // the client then sees that the response is not complete
    }

    private static async Task<bool> TryReadPreludeAsync(PipeReader stream, HttpResponse response)
    {
        while (true)
        {
            var read = await stream.ReadAsync();
            var bytes = read.Buffer;
            var prelude = Cut(ref bytes);
            var isValid = prelude is { Length: <= MaxPrelude } && GatewayAnswer.TryRead(() => Apply(prelude, response));
            var isLast = prelude is not null || read.IsCompleted || bytes.Length > MaxPrelude;
            stream.AdvanceTo(bytes.Start, isLast ? bytes.Start : bytes.End);
            if (!isLast)
                continue;
            if (prelude is not { Length: <= MaxPrelude })
                await Console.Error.WriteLineAsync($"The function's response has no eight NUL bytes within its first {MaxPrelude} bytes.");
            return isValid;
        }
    }

    /// <summary>Removes and returns the bytes up to the eight NUL bytes. Returns null, and removes nothing, if they have not arrived.</summary>
    private static byte[]? Cut(ref ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> prelude, "\0\0\0\0\0\0\0\0"u8))
            return null;
        bytes = bytes.Slice(reader.Position);
        return prelude.ToArray();
    }

    private static void Apply(byte[] prelude, HttpResponse response)
    {
        using var json = JsonDocument.Parse(prelude);
        FunctionUrlFormat.ReadAnswer(json.RootElement, response);
        response.ContentLength = null; // the service computes it
    }

    private static async Task CopyAsync(PipeReader stream, HttpContext context)
    {
        await context.Response.StartAsync();
        var hasBody = GatewayAnswer.HasBody(context.Response.StatusCode) && !HttpMethods.IsHead(context.Request.Method);
        await stream.CopyToAsync(hasBody ? context.Response.Body : Stream.Null);
    }
}
