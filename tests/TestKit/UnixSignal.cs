using System.Runtime.InteropServices;

namespace Lessons.TestKit;

/// <summary>Signals to processes. The numbers of SIGSTOP and SIGCONT differ between Linux and macOS.</summary>
public static partial class UnixSignal
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    public static int Stop { get; } = OperatingSystem.IsLinux() ? 19 : 17;

    public static int Continue { get; } = OperatingSystem.IsLinux() ? 18 : 19;

    /// <summary>Sends a signal to a process, or with a negative number to a process group. Skips the running test on Windows, which has no signals.</summary>
    public static void Send(int target, int signal)
    {
        Needs.Unix("signals");
        if (kill(target, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);
}
