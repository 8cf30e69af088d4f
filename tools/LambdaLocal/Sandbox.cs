using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Lessons.LambdaLocal;

/// <summary>
/// The one process that runs the function: started by the first event, again by the next one after its end, killed
/// when it is out of time, and frozen between events if so asked.
/// </summary>
internal sealed partial class Sandbox(Options options, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Lock _lock = new();
    private readonly Channel<PendingInvocation> _queue = Channel.CreateUnbounded<PendingInvocation>();
    private readonly ConcurrentDictionary<string, PendingInvocation> _running = new(StringComparer.Ordinal);
    private readonly Stopwatch _init = new();
    private Process? _process;
    private bool _isInitialized;

    /// <summary>Hands an event to the function and waits for what becomes of it.</summary>
    public async Task<InvocationResult> InvokeAsync(PendingInvocation invocation)
    {
        lock (_lock)
        {
            _queue.Writer.TryWrite(invocation);
            if (_process is null)
                Start();
        }

        var result = await invocation.Result;
        _running.TryRemove(invocation.Id, out _);
        Report(invocation);
        return result;
    }

    /// <summary>The function asks for an event.</summary>
    public async Task<PendingInvocation> NextAsync(CancellationToken cancellationToken)
    {
        if (!_isInitialized)
        {
            _isInitialized = true;
            _init.Stop();
        }
        else if (options.Freeze && _running.IsEmpty && _queue.Reader.Count == 0)
        {
            Signal(SigStop);
        }

        await _queue.Reader.WaitToReadAsync(cancellationToken);
        if (options.Freeze)
            Signal(SigCont);
        var invocation = await _queue.Reader.ReadAsync(cancellationToken);
        _running[invocation.Id] = invocation;
        invocation.Begin();
        _ = KillAtDeadlineAsync(invocation);
        return invocation;
    }

    /// <summary>The function answers. False for an id that is not, or no longer, running.</summary>
    public bool TryComplete(string id, InvocationResult result)
    {
        if (!_running.TryRemove(id, out var invocation))
            return false;
        invocation.Complete(result);
        return true;
    }

    /// <summary>The function reports that it cannot start. Its end then follows.</summary>
    public void FailInit(InvocationResult result)
    {
        while (_queue.Reader.TryRead(out var invocation))
            invocation.Complete(result);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _process?.Kill();
            _process?.Dispose();
        }
    }

    private void Start()
    {
        var info = new ProcessStartInfo(Path.GetFullPath(options.Bootstrap)) { UseShellExecute = false };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        _isInitialized = false;
        _init.Restart();
        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        _process.Exited += (sender, _) => OnExit((Process)sender!);
        _process.Start();
    }

    private void OnExit(Process process)
    {
        lock (_lock)
        {
            var code = process.ExitCode.ToString(CultureInfo.InvariantCulture);
            var error = InvocationResult.Error("Runtime.ExitError", $"The runtime exited with code {code}");
            foreach (var id in _running.Keys)
                TryComplete(id, error);
            if (!_isInitialized)
                FailInit(error);
            process.Dispose();
            _process = null;
            if (_queue.Reader.Count > 0)
                Start();
        }
    }

    private async Task KillAtDeadlineAsync(PendingInvocation invocation)
    {
        await Task.WhenAny(invocation.Result, Task.Delay(options.Timeout));
        if (TryComplete(invocation.Id, InvocationResult.Error("Sandbox.Timedout", $"Task timed out after {options.Timeout.TotalSeconds} seconds")))
        {
            lock (_lock)
                _process?.Kill();
        }
    }

    private void Report(PendingInvocation invocation)
    {
        var init = _init.Elapsed > TimeSpan.Zero ? $"\tInit Duration: {Milliseconds(_init.Elapsed)} ms" : "";
        _init.Reset();
        Console.WriteLine($"REPORT RequestId: {invocation.Id}\tDuration: {Milliseconds(invocation.Duration)} ms\tMemory Size: {options.MemoryMegabytes} MB\tMax Memory Used: {PeakMemory()} MB{init}");
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);

    private string PeakMemory()
    {
        lock (_lock)
            return _process is null ? "-" : (PeakKilobytes(_process.Id) / 1024).ToString(CultureInfo.InvariantCulture);
    }

    // Process.PeakWorkingSet64 is 0 for another process on Linux.
    private static long PeakKilobytes(int id)
    {
        var status = $"/proc/{id}/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
    }

    private void Signal(int signal)
    {
        lock (_lock)
        {
            if (_process is not null && kill(_process.Id, signal) != 0)
                throw new InvalidOperationException($"Signal {signal} failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);
}
