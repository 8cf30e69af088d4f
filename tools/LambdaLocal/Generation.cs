using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lessons.LambdaLocal;

/// <summary>One life of the function's process, and what it has in hand. All of it is guarded by the sandbox's lock.</summary>
internal sealed partial class Generation(Process process)
{
    private const int NoSuchProcess = 3; // ESRCH
    private const int SigKill = 9;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private bool _isFrozen;

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

    /// <summary>Whether <see cref="Kill"/> has ended the process.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>How many polls wait for an event.</summary>
    public int IdlePolls { get; set; }

    /// <summary>Ends the process. No other signal reaches a frozen process.</summary>
    public void Kill() => IsKilled |= Signal(SigKill);

    /// <summary>Stops the process until <see cref="Thaw"/>.</summary>
    public void Freeze()
    {
        Signal(SigStop);
        _isFrozen = true;
    }

    /// <summary>Lets a frozen process go on.</summary>
    public void Thaw()
    {
        if (_isFrozen)
            Signal(SigCont);
        _isFrozen = false;
    }

    // A process that has just ended is no error: the sandbox reports how it ended.
    private bool Signal(int signal)
    {
        if (kill(process.Id, signal) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == NoSuchProcess
            ? false
            : throw new InvalidOperationException($"Signal {signal} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);
}
