using System.Globalization;
using System.Runtime.InteropServices;

namespace Lessons.ColdStart;

/// <summary>
/// A started bootstrap. posix_spawn and not <see cref="System.Diagnostics.Process"/>, which can only send output to a
/// pipe: somebody would have to read it while the time is taken.
/// </summary>
internal sealed partial class BootstrapProcess : IDisposable
{
    private const int StandardOutput = 1;
    private const int WriteOnly = 1;
    private const int SigKill = 9;
    private const int FileActionsLength = 80; // sizeof(posix_spawn_file_actions_t), in glibc and musl

    private readonly int _id;
    private bool _isKilled;

    public BootstrapProcess(string path, string?[] environment, params ReadOnlySpan<string> arguments)
    {
        var actions = new byte[FileActionsLength];
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawn_file_actions_addopen(actions, StandardOutput, "/dev/null", WriteOnly, 0);
        var error = posix_spawn(out _id, path, actions, 0, [path, .. arguments, null], environment);
        _ = posix_spawn_file_actions_destroy(actions);
        if (error != 0)
            throw new BenchmarkException($"{path} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    public double PeakMemoryMebibytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>User and system time of all threads, in steps of a hundredth of a second.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // from the third field on: a name may hold spaces
            return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Ends the process and waits for its end: the next one starts on an idle machine.</summary>
    public void Dispose()
    {
        Kill();
        _ = waitpid(_id, 0, 0);
    }

    // Once: after the end the id may be another process's.
    public void Kill()
    {
        if (!Interlocked.Exchange(ref _isKilled, true))
            _ = kill(_id, SigKill);
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int posix_spawn_file_actions_init(byte[] actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int posix_spawn_file_actions_addopen(byte[] actions, int file, string path, int flags, uint mode);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int posix_spawn_file_actions_destroy(byte[] actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int posix_spawn(out int id, string path, byte[] actions, nint attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int waitpid(int id, nint status, int options);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int id, int signal);
}
