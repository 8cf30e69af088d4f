using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lessons.LambdaLocal;

/// <summary>One process of the function, and its running invocations. The sandbox's lock guards all members.</summary>
internal sealed partial class Generation(Process process)
{
    private const int NoSuchProcess = 3; // ESRCH
    private const int SigKill = 9;

    // Signals of Linux and of macOS.
    private static readonly int SigStop = OperatingSystem.IsLinux() ? 19 : 17;
    private static readonly int SigCont = OperatingSystem.IsLinux() ? 18 : 19;

    private bool _isFrozen;

    public Process Process => process;

    /// <summary>Cancelled when the process ends. The cancellation ends the polls of the process.</summary>
    public CancellationTokenSource Ended { get; } = new();

    public Dictionary<string, PendingInvocation> Running { get; } = new(StringComparer.Ordinal);

    /// <summary>Measures the time from the start to the first poll.</summary>
    public Stopwatch Init { get; } = Stopwatch.StartNew();

    public bool IsInitialized => !Init.IsRunning;

    /// <summary>Returns the duration of the start at the first call, and null at later calls.</summary>
    public TimeSpan? TakeInitDuration()
    {
        var duration = Init.Elapsed;
        Init.Reset();
        return duration > TimeSpan.Zero ? duration : null;
    }

    /// <summary>Whether <see cref="Kill"/> has ended the process.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>The number of polls that wait for an event.</summary>
    public int IdlePolls { get; set; }

    /// <summary>Ends the process, on Unix by SIGKILL. A frozen process reacts to no other signal that ends processes.</summary>
    public void Kill()
    {
        if (!OperatingSystem.IsWindows())
        {
            IsKilled |= Signal(SigKill);
            return;
        }

        process.Kill();
        IsKilled = true;
    }

    /// <summary>Stops the process until <see cref="Thaw"/> is called.</summary>
    public void Freeze()
    {
        Signal(SigStop);
        _isFrozen = true;
    }

    /// <summary>Continues a frozen process.</summary>
    public void Thaw()
    {
        if (_isFrozen)
            Signal(SigCont);
        _isFrozen = false;
    }

    // It is not an error if the process has just ended: the sandbox reports its exit code.
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
