using System.Diagnostics;
using System.Globalization;

namespace Lessons.TestKit;

/// <summary>Signals to a process under test, and its child processes.</summary>
public static class ProcessControl
{
    /// <summary>Sends SIGTERM. Skips the running test on Windows, which has no signals.</summary>
    public static void Terminate(this ChildProcess process) => process.Signal(UnixSignal.Terminate);

    public static void Signal(this ChildProcess process, int signal) => UnixSignal.Send(process.Id, signal);

    /// <summary>Sends a signal to the process group, as a terminal does. This process must be the leader of its group.</summary>
    public static void SignalGroup(this ChildProcess process, int signal) => UnixSignal.Send(-process.Id, signal);

    /// <summary>The ids of the processes that this process has started.</summary>
    public static int[] Children(this ChildProcess process)
    {
        Needs.Linux("/proc");
        var children = Directory.GetDirectories($"/proc/{process.Id}/task").Select(thread => File.ReadAllText(Path.Combine(thread, "children")));
        return [.. string.Concat(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    /// <summary>Kills the child processes of this process, and not the process itself.</summary>
    public static async Task KillChildrenAsync(this ChildProcess process)
    {
        foreach (var id in process.Children())
        {
            using var child = Process.GetProcessById(id);
            child.Kill();
            await child.WaitForExitAsync();
        }
    }
}
