namespace Portable.Http;

/// <summary>Refuses large bodies. Behind a guard it tells strangers nothing.</summary>
public static class BodyLimit
{
    /// <summary>The largest body that is accepted, in bytes: 64 KiB.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>413.</summary>
    public static AppResponse TooLarge { get; } = AppResponse.Error(413, "Body too large");

    /// <summary>Answers 413 in the handler's place where the body is larger than <see cref="MaxBytes"/>.</summary>
    public static Handler Wrap(Handler next) => (request, cancellationToken) =>
        request.Body.Length > MaxBytes ? new(TooLarge) : next(request, cancellationToken);
}
