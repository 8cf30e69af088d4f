using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// A response for a Function URL with the invoke mode RESPONSE_STREAM: the prelude, and the body or its stream. The sender of the stream
/// also disposes of it.
/// </summary>
internal readonly record struct StreamedAnswer(ReadOnlyMemory<byte> Prelude, ReadOnlyMemory<byte> Body, Stream? Stream)
{
    // The limit of AWS for what comes before the body, in bytes:
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
    private const int MaxPrelude = 16 * 1024;

    /// <summary>Reads the first bytes of a stream. A response to HEAD, and one with status 204 or 304, has no body.</summary>
    /// <exception cref="InvalidOperationException">The headers and cookies have more than 16 KiB.</exception>
    public static async ValueTask<StreamedAnswer> BeginAsync(AppRequest request, AppResponse response, CancellationToken cancellationToken)
    {
        var hasBody = request.Method != "HEAD" && response.Status is not (204 or 304);
        if (hasBody)
            response = await response.StartStreamAsync(cancellationToken);
        try
        {
            var prelude = FunctionUrlAdapter.ToPrelude(response);
            if (prelude.Length > MaxPrelude)
            {
                throw new InvalidOperationException(
                    $"The headers and cookies of the response have {prelude.Length} bytes as JSON. A Function URL accepts {MaxPrelude}.");
            }

            if (hasBody)
                return new(prelude, response.Body, response.BodyStream);
            if (response.BodyStream is not null)
                await response.BodyStream.DisposeAsync();
            return new(prelude, default, Stream: null);
        }
        catch when (response.BodyStream is not null)
        {
            await response.BodyStream.DisposeAsync();
            throw;
        }
    }
}
