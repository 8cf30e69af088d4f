namespace Portable.AspNetCore;

/// <summary>Says whether the current code runs for a request. What a request has begun and outlives it, such as a connection, runs for none.</summary>
internal sealed class AnsweringScope : IDisposable
{
    private static readonly AsyncLocal<AnsweringScope?> Current = new();

    private volatile bool _hasEnded;

    private AnsweringScope()
    {
    }

    /// <summary>Whether a request is being answered here.</summary>
    public static bool IsActive => Current.Value is { _hasEnded: false };

    /// <summary>Begins a request, in the caller's asynchronous flow.</summary>
    public static AnsweringScope Begin() => Current.Value = new();

    /// <summary>The request has been answered.</summary>
    public void Dispose() => _hasEnded = true;
}
