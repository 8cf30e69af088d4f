using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Lessons.LambdaLocal;

/// <summary>
/// The process that runs the function: started by the first event, again by the next one after its end, killed when
/// it is out of time, and frozen between events if so asked.
/// </summary>
internal sealed partial class Sandbox(Options options, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    private const int SigCont = 18;
    private const int SigStop = 19;

    private static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<PendingInvocation> _queue = new();
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Generation? _generation;

    /// <summary>Hands an event to the function and waits for what becomes of it.</summary>
    public async Task<InvocationResult> InvokeAsync(PendingInvocation invocation)
    {
        lock (_lock)
        {
            _queue.Enqueue(invocation);
            if (_generation is null)
                Start();
            _arrival.TrySetResult();
            _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        var result = await invocation.Result;
        Report(invocation);
        return result;
    }

    /// <summary>The function asks for an event.</summary>
    public async Task<PendingInvocation> NextAsync(CancellationToken cancellationToken)
    {
        Generation generation;
        lock (_lock)
        {
            generation = _generation ?? throw new OperationCanceledException("The process that asked has ended.");
            generation.Init.Stop();
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, generation.Ended.Token);
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                either.Token.ThrowIfCancellationRequested();
                if (_queue.TryDequeue(out var invocation))
                {
                    Begin(generation, invocation);
                    return invocation;
                }

                generation.IdlePolls++;
                if (options.Freeze && generation.IdlePolls == options.Concurrency && generation.Running.Count == 0)
                    Freeze(generation);
                arrival = _arrival.Task;
            }

            try
            {
                await arrival.WaitAsync(either.Token);
            }
            finally
            {
                lock (_lock)
                    generation.IdlePolls--;
            }
        }
    }

    /// <summary>The function answers. False for an id that is not, or no longer, running.</summary>
    public bool TryComplete(string id, InvocationResult result)
    {
        lock (_lock)
        {
            if (_generation is null || !_generation.Running.Remove(id, out var invocation))
                return false;
            invocation.Complete(result);
            return true;
        }
    }

    /// <summary>The function cannot start: whatever waits for it fails.</summary>
    public void FailInit(InvocationResult result)
    {
        lock (_lock)
        {
            while (_queue.TryDequeue(out var invocation))
                invocation.Complete(result);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            Kill(_generation);
    }

    private void Start()
    {
        var info = new ProcessStartInfo(Path.GetFullPath(options.Bootstrap)) { UseShellExecute = false };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        var generation = new Generation(process);
        process.Exited += (_, _) => OnExit(generation);
        try
        {
            _generation = generation;
            process.Start();
            _ = LimitInitAsync(generation);
        }
        catch (Win32Exception exception)
        {
            _generation = null;
            FailInit(InvocationResult.Error("Runtime.InvalidEntrypoint", $"The bootstrap cannot be run: {exception.Message}"));
        }
    }

    private void OnExit(Generation generation)
    {
        lock (_lock)
        {
            _generation = null;
            generation.Ended.Cancel();
            var error = InvocationResult.Error("Runtime.ExitError", $"The runtime exited with code {generation.Process.ExitCode}");
            foreach (var invocation in generation.Running.Values)
                invocation.Complete(error);
            if (!generation.IsInitialized)
                FailInit(error);
            if (_queue.Count > 0)
                Start();
        }
    }

    private async Task LimitInitAsync(Generation generation)
    {
        await Task.Delay(InitLimit);
        lock (_lock)
        {
            if (generation.IsInitialized || generation != _generation)
                return;
            FailInit(InvocationResult.Error("Sandbox.Timedout", $"The start took longer than {InitLimit.TotalSeconds} seconds"));
            Kill(generation);
        }
    }

    private void Begin(Generation generation, PendingInvocation invocation)
    {
        if (generation.IsFrozen)
            Thaw(generation);
        generation.Running[invocation.Id] = invocation;
        invocation.Begin(generation.Process.Id, generation.Init);
        _ = KillAtDeadlineAsync(generation, invocation);
    }

    private async Task KillAtDeadlineAsync(Generation generation, PendingInvocation invocation)
    {
        await Task.WhenAny(invocation.Result, Task.Delay(options.Timeout));
        lock (_lock)
        {
            if (!generation.Running.Remove(invocation.Id))
                return;
            invocation.Complete(InvocationResult.Error("Sandbox.Timedout", $"Task timed out after {options.Timeout.TotalSeconds} seconds"));
            Kill(generation);
        }
    }

    // A process that has been stopped can be killed, but hears no other signal.
    private static void Kill(Generation? generation)
    {
        if (generation is { Process.HasExited: false })
            generation.Process.Kill();
    }

    private static void Freeze(Generation generation)
    {
        Signal(generation, SigStop);
        generation.IsFrozen = true;
    }

    private static void Thaw(Generation generation)
    {
        Signal(generation, SigCont);
        generation.IsFrozen = false;
    }

    private static void Signal(Generation generation, int signal)
    {
        if (!generation.Process.HasExited && kill(generation.Process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private void Report(PendingInvocation invocation)
    {
        var init = invocation.InitDuration is { } duration ? $"\tInit Duration: {Milliseconds(duration)} ms" : "";
        Console.Error.WriteLine($"REPORT RequestId: {invocation.Id}\tDuration: {Milliseconds(invocation.Duration)} ms\tMemory Size: {options.MemoryMegabytes} MB\tMax Memory Used: {PeakMegabytes(invocation.ProcessId)} MB{init}");
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);

    // Process.PeakWorkingSet64 is 0 for another process on Linux.
    private static string PeakMegabytes(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return (long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return "-"; // it has ended, or this is no Linux
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);
}
