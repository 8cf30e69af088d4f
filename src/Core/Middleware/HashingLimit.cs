using Lessons.Http;

namespace Lessons.Middleware;

/// <summary>
/// Refuses what needs a hash while more is waiting for one than can be done in a few seconds: an answer now is better
/// than none in time.
/// </summary>
internal sealed class HashingLimit
{
    private static readonly AppResponse Busy = WithRetryAfter(AppResponse.Error(503, "Out of time"));

    private readonly int _max = 16 * Environment.ProcessorCount;
    private int _count;

    public Handler Wrap(Handler next) => async (request, cancellationToken) =>
    {
        try
        {
            return Interlocked.Increment(ref _count) > _max ? Busy : await next(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    };

    private static AppResponse WithRetryAfter(AppResponse response) => response with { Headers = [.. response.Headers, new("Retry-After", "5")] };
}
