using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// A response for a Function URL with the invoke mode RESPONSE_STREAM: the prelude, the first bytes of the body, and the rest of the
/// body. The rest is null if there are no more bytes. Whoever sends the rest also disposes of it.
/// </summary>
internal readonly record struct StreamedAnswer(ReadOnlyMemory<byte> Prelude, ReadOnlyMemory<byte> First, Stream? Rest)
{
    // Servers send a body in pieces of about this many bytes.
    private const int FirstBytes = 16 * 1024;

    /// <summary>
    /// Reads the first bytes of a body. Nothing has been sent then, so that a body which fails at once can still be replaced by an
    /// error response. A response to HEAD, and one with status 204 or 304, has no body.
    /// </summary>
    public static async ValueTask<StreamedAnswer> BeginAsync(AppRequest request, AppResponse response, CancellationToken cancellationToken)
    {
        try
        {
            var prelude = FunctionUrlAdapter.ToPrelude(response);
            var hasBody = request.Method != "HEAD" && response.Status is not (204 or 304);
            if (response.BodyStream is not { } stream)
                return new(prelude, hasBody ? response.Body : default, Rest: null);
            var first = hasBody ? new byte[FirstBytes] : [];
            var count = hasBody ? await stream.ReadAsync(first, cancellationToken) : 0;
            if (count > 0)
                return new(prelude, first.AsMemory(0, count), stream);
            await stream.DisposeAsync();
            return new(prelude, default, Rest: null);
        }
        catch when (response.BodyStream is not null)
        {
            await response.BodyStream.DisposeAsync();
            throw;
        }
    }
}
