namespace Portable.Http;

/// <summary>
/// Refuses large bodies. A guard runs before this wrapper, so a client that the guard refuses gets the guard's response and not
/// the 413.
/// </summary>
public static class BodyLimit
{
    /// <summary>The largest body that is accepted, in bytes: 64 KiB.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Whether the body of a request is larger than <see cref="MaxBytes"/>.</summary>
    public static bool IsExceededBy(AppRequest request) => request.IsBodyTooLarge || request.Body.Length > MaxBytes;

    /// <summary>Answers 413 without calling the handler where the body is larger than <see cref="MaxBytes"/>.</summary>
    public static Handler Wrap(Handler next) => (request, cancellationToken) =>
        IsExceededBy(request) ? new(Errors.BodyTooLarge) : next(request, cancellationToken);
}
