namespace Lessons.TestKit;

/// <summary>The numbers of signals. The numbers of SIGSTOP and SIGCONT differ between Linux and macOS.</summary>
public static class UnixSignal
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    public static int Stop { get; } = OperatingSystem.IsLinux() ? 19 : 17;

    public static int Continue { get; } = OperatingSystem.IsLinux() ? 18 : 19;
}
