using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;

namespace Lessons.LambdaLocal;

/// <summary>
/// Runs the function in a process. The first event starts the process. After the process has ended, the next event starts a new one. The
/// process is killed when an event times out. With the option --freeze, the process is stopped between events.
/// </summary>
internal sealed class Sandbox(LambdaLocalOptions options, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    private static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(10);
    private static readonly InvocationResult Stopped = InvocationResult.Error("Sandbox.Stopped", "lambda-local is stopping");

    private readonly Lock _lock = new();
    private readonly Queue<PendingInvocation> _queue = new();
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Generation? _generation;
    private bool _isDisposed;

    /// <summary>The host and port of the Runtime API. Set when the server listens.</summary>
    public string RuntimeApi { get; set; } = "";

    /// <summary>Sends an event to the function and waits for the result.</summary>
    public async Task<InvocationResult> InvokeAsync(PendingInvocation invocation)
    {
        lock (_lock)
        {
            if (_isDisposed)
                return Stopped;
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

    /// <summary>Serves a poll of the function: waits for the next event.</summary>
    public async Task<PendingInvocation> NextAsync(CancellationToken cancellationToken)
    {
        Generation generation;
        lock (_lock)
        {
            generation = _generation ?? throw new OperationCanceledException("The process that asked for the next event has ended.");
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
                    generation.Freeze();
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

    /// <summary>Begins a streamed response. Returns false if no invocation with this id waits for a response.</summary>
    public bool TryBeginStream(string id, PipeReader stream)
    {
        lock (_lock)
        {
            return _generation is not null && _generation.Running.TryGetValue(id, out var invocation) && invocation.TryBeginStream(stream);
        }
    }

    /// <summary>Completes an invocation with the function's result. Returns false if no invocation with this id is running.</summary>
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

    /// <summary>Fails all waiting events, because the function cannot start.</summary>
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
        {
            _isDisposed = true;
            FailInit(Stopped);
            if (_generation is not null)
                _generation.Kill();
        }
    }

    private void Start()
    {
        var info = new ProcessStartInfo(Path.GetFullPath(options.Bootstrap)) { UseShellExecute = false };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        info.Environment["AWS_LAMBDA_RUNTIME_API"] = RuntimeApi;
        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        var generation = new Generation(process);
        process.Exited += (_, _) => OnExit(generation); // never raised inside the lock, because no code there reads HasExited
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
        bool isKilled;
        lock (_lock)
        {
            isKilled = generation.IsKilled;
            _generation = null;
            _ = generation.Ended.CancelAsync(); // the callbacks must not run inside this lock
            var error = InvocationResult.Error("Runtime.ExitError", $"The runtime exited with code {generation.Process.ExitCode}");
            foreach (var invocation in generation.Running.Values)
                invocation.Complete(error);
            if (!generation.IsInitialized)
                FailInit(error);
            if (_queue.Count > 0)
                Start(); // after Dispose the queue is empty, so no process starts
        }

        if (!isKilled)
            Console.Error.WriteLine($"The bootstrap exited with code {generation.Process.ExitCode}.");
    }

    private async Task LimitInitAsync(Generation generation)
    {
        await Task.Delay(InitLimit);
        lock (_lock)
        {
            if (generation.IsInitialized || generation != _generation)
                return;
            FailInit(InvocationResult.Error("Sandbox.Timedout", $"The start took longer than {InitLimit.TotalSeconds} seconds"));
            generation.Kill();
        }
    }

    // The event is added to Running first. If the process has ended already, OnExit completes the event with an error.
    private void Begin(Generation generation, PendingInvocation invocation)
    {
        generation.Running[invocation.Id] = invocation;
        invocation.Begin(generation.Process.Id, generation.TakeInitDuration());
        generation.Thaw();
        _ = KillAtDeadlineAsync(generation, invocation);
    }

    private async Task KillAtDeadlineAsync(Generation generation, PendingInvocation invocation)
    {
        try
        {
            await invocation.Result.WaitAsync(options.Timeout);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                if (!generation.Running.Remove(invocation.Id))
                    return;
                invocation.Complete(InvocationResult.Error("Sandbox.Timedout", $"Task timed out after {options.Timeout.TotalSeconds} seconds"));
                generation.Kill();
            }
        }
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
            return "-"; // the process has ended, or this is not Linux
        }
    }
}
