using Portable.Http;

namespace Lessons;

/// <summary>
/// Answers 503 when too many passwords are waiting to be hashed. An early 503 is better than a response that comes too late.
/// </summary>
internal static class BusyAnswer
{
    private static readonly AppResponse Busy = AppResponse.Error(503, "busy", "Too busy").WithRetryAfter(TimeSpan.FromSeconds(5));

    public static Handler Wrap(Handler next) => async (request, cancellationToken) =>
    {
        try
        {
            return await next(request, cancellationToken);
        }
        catch (BusyException)
        {
            return Busy;
        }
    };
}
