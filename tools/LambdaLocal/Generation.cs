using System.Diagnostics;

namespace Lessons.LambdaLocal;

/// <summary>One life of the function's process, and what it has in hand. All of it is guarded by the sandbox's lock.</summary>
internal sealed class Generation(Process process)
{
    public Process Process => process;

    /// <summary>Cancelled at the process's end: its polls end with it.</summary>
    public CancellationTokenSource Ended { get; } = new();

    public Dictionary<string, PendingInvocation> Running { get; } = new(StringComparer.Ordinal);

    /// <summary>From the start to the first poll.</summary>
    public Stopwatch Init { get; } = Stopwatch.StartNew();

    public bool IsInitialized => !Init.IsRunning;

    /// <summary>How long the start took, for the first event that asks; null afterwards.</summary>
    public TimeSpan? TakeInitDuration()
    {
        var duration = Init.Elapsed;
        Init.Reset();
        return duration > TimeSpan.Zero ? duration : null;
    }

    public bool IsFrozen { get; set; }

    /// <summary>Whether the sandbox has killed the process.</summary>
    public bool IsKilled { get; set; }

    /// <summary>How many polls wait for an event.</summary>
    public int IdlePolls { get; set; }
}
