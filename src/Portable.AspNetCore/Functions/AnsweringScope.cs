namespace Portable.AspNetCore;

/// <summary>
/// Shows whether the current code runs for a request. A request may start work that outlives the request, such as a connection.
/// After the request ends, that work no longer counts as part of a request.
/// </summary>
internal sealed class AnsweringScope : IDisposable
{
    private static readonly AsyncLocal<AnsweringScope?> Current = new();

    private volatile bool _hasEnded;

    private AnsweringScope()
    {
    }

    /// <summary>Whether the current asynchronous flow is answering a request.</summary>
    public static bool IsActive => Current.Value is { _hasEnded: false };

    /// <summary>Marks the start of a request in the caller's asynchronous flow.</summary>
    public static AnsweringScope Begin() => Current.Value = new();

    /// <summary>Marks that the request has been answered.</summary>
    public void Dispose() => _hasEnded = true;
}
