using Lessons.Http;

namespace Lessons.Middleware;

/// <summary>Refuses large bodies. It stands behind the session guard: strangers learn nothing from it.</summary>
public static class BodyLimit
{
    /// <summary>The largest body that is accepted, in bytes: 64 KiB.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly AppResponse TooLarge = AppResponse.Error(413, "Body too large");

    internal static Handler Wrap(Handler next) => (request, cancellationToken) =>
        request.Body.Length > MaxBytes ? new(TooLarge) : next(request, cancellationToken);

    internal static UserHandler Wrap(UserHandler next) => (request, session, cancellationToken) =>
        request.Body.Length > MaxBytes ? new(TooLarge) : next(request, session, cancellationToken);
}
