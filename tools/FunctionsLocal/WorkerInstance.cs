using System.Diagnostics;
using Portable.AzureFunctions.Protocol;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.FunctionsLocal;

/// <summary>
/// One worker: its process, its conversation and its capabilities. If the worker's crash is the failure after which the stand-in gives up,
/// the worker's invocations stay unanswered, as on the Functions host.
/// </summary>
internal sealed class WorkerInstance(FunctionApp app, Func<bool> isLastFailure) : IAsyncDisposable
{
    private const int CodeThatAsksForRestart = 200;

    // The Functions host detects only two seconds after functionTimeout that an invocation has taken too long.
    private static readonly TimeSpan TimeoutNotice = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TerminateGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<WorkerEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkerProcess? _process;
    private string? _loadError;
    private bool _isLast;

    public Conversation Conversation { get; } = new(Guid.NewGuid().ToString());

    public Capabilities Capabilities { get; private set; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Starts the process. The worker may open its stream at any time afterwards.</summary>
    public void Start(int port, IReadOnlyDictionary<string, string> environment)
    {
        _process = WorkerProcess.Start(app, Conversation.WorkerId, port, environment);
        _ = WatchAsync(_process);
    }

    /// <summary>Waits for StartStream, sends WorkerInitRequest and stores the worker's capabilities.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await Conversation.ExpectAsync(Kind.StartStream, app.Worker.StartLimit, cancellationToken);
        var request = new WorkerInitRequest { HostVersion = "4.0.0.0", WorkerDirectory = app.Folder, FunctionAppDirectory = app.Folder };
        var answer = await Conversation.AskAsync(new() { WorkerInitRequest = request }, Kind.WorkerInitResponse, app.Worker.InitLimit, cancellationToken);
        Check("init", answer.WorkerInitResponse.Result);
        Capabilities = new(answer.WorkerInitResponse.Capabilities);
    }

    public async Task<IReadOnlyList<HttpFunction>> IndexAsync(CancellationToken cancellationToken)
    {
        var request = new FunctionsMetadataRequest { FunctionAppDirectory = app.Folder };
        var answer = (await Conversation.AskAsync(new() { FunctionsMetadataRequest = request }, Kind.FunctionMetadataResponse, LoadLimit, cancellationToken)).FunctionMetadataResponse;
        Check("metadata", answer.Result);
        if (answer.UseDefaultMetadataIndexing || answer.FunctionMetadataResults.Count == 0)
            throw new WorkerException("The worker returned no function metadata.");
        return [.. answer.FunctionMetadataResults.Select(metadata => HttpFunction.Parse(metadata, app.RoutePrefix))];
    }

    /// <summary>Sends FunctionLoadRequest. If the worker cannot load the function, the stand-in lets each invocation fail.</summary>
    public async Task LoadAsync(HttpFunction function, CancellationToken cancellationToken)
    {
        var metadata = function.Metadata;
        var request = new FunctionLoadRequest
        {
            FunctionId = metadata.FunctionId,
            Metadata = new() { Name = metadata.Name, Directory = metadata.Directory, EntryPoint = metadata.EntryPoint, ScriptFile = metadata.ScriptFile, Bindings = { function.Bindings } },
        };
        var answer = await Conversation.AskAsync(new() { FunctionLoadRequest = request }, Kind.FunctionLoadResponse, LoadLimit, cancellationToken);
        _loadError = Error("load", answer.FunctionLoadResponse.Result);
        if (_loadError is not null)
            await Console.Error.WriteLineAsync(_loadError);
    }

    /// <summary>Ends this worker. The supervisor then starts a new worker.</summary>
    public void Restart() => _end.TrySetResult(WorkerEnd.Restart);

    /// <summary>Waits until the worker ends or the stand-in stops. Sends a status request every ten seconds if the worker supports status requests.</summary>
    /// <exception cref="WorkerException">The worker crashed.</exception>
    public async Task<WorkerEnd> RunAsync(CancellationToken stopping)
    {
        using var registration = stopping.UnsafeRegister(_ => _end.TrySetResult(WorkerEnd.Stopped), null);
        using var timer = new PeriodicTimer(StatusInterval);
        var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        while (await Task.WhenAny(_end.Task, tick) != _end.Task)
        {
            if (Capabilities.HandlesStatus)
                await Task.WhenAny(_end.Task, AskForStatusAsync()); // If the worker ends or must be ended first, the wait for its status ends
            tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        }

        return await _end.Task;
    }

    /// <summary>
    /// Sends an invocation and waits for its answer. When the client disconnects, the method sends InvocationCancel, if the worker supports
    /// this message, and continues to wait.
    /// </summary>
    /// <exception cref="WorkerException">The invocation failed or took too long, or the worker crashed or did not load its function.</exception>
    /// <param name="function">The function's name, for the log.</param>
    /// <param name="request">The invocation.</param>
    /// <param name="aborted">Cancelled when the client disconnects.</param>
    /// <returns>The function's return value; null if the worker responds by HTTP.</returns>
    public async Task<RpcHttp?> InvokeAsync(string function, InvocationRequest request, CancellationToken aborted)
    {
        if (_loadError is not null)
            throw new WorkerException(_loadError);
        var id = request.InvocationId;
        var answer = Conversation.Invocations.Add(id, function);
        try
        {
            Conversation.Send(new() { InvocationRequest = request });
            using var registration = aborted.UnsafeRegister(_ => Cancel(id), null);
            var limit = app.FunctionTimeout == Timeout.InfiniteTimeSpan ? app.FunctionTimeout : app.FunctionTimeout + TimeoutNotice;
            var response = await answer.WaitAsync(limit, CancellationToken.None);
            Check("invocation", response.Result);
            return response.ReturnValue?.Http;
        }
        catch (TimeoutException)
        {
            Cancel(id);
            _end.TrySetResult(WorkerEnd.Restart);
            throw new WorkerException($"The invocation took longer than functionTimeout ({app.FunctionTimeout}). The stand-in restarts the worker.");
        }
        finally
        {
            Conversation.Invocations.Remove(id);
        }
    }

    /// <summary>Sends WorkerTerminate and waits five seconds, if the worker supports this message. Kills the worker if it is still running.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        if (Capabilities.HandlesTerminate && !_process.Exit.IsCompleted)
        {
            Conversation.Send(new() { WorkerTerminate = new() { GracePeriod = new() { Seconds = (long)TerminateGrace.TotalSeconds } } });
            if (await Task.WhenAny(_process.Exit, Task.Delay(TerminateGrace)) != _process.Exit)
                await Console.Error.WriteLineAsync($"The worker did not exit within {TerminateGrace.TotalSeconds} seconds and is killed.");
        }

        Conversation.Fail(new("The stand-in has ended the worker."), _isLast);
        await _process.DisposeAsync();
        Conversation.Close();
    }

    // The Functions host ignores exit code 0 and keeps sending invocations to the worker that has exited.
    private async Task WatchAsync(WorkerProcess process)
    {
        var code = await process.Exit;
        if (code == 0)
        {
            if (!_end.Task.IsCompleted)
                await Console.Error.WriteLineAsync("The worker exited with code 0. As on the Functions host, no new worker starts until an invocation times out.");
            return;
        }

        var failure = new WorkerException($"The worker exited with code {code}.");
        _isLast = code != CodeThatAsksForRestart && isLastFailure();
        Conversation.Fail(failure, _isLast);
        if (code == CodeThatAsksForRestart)
            _end.TrySetResult(WorkerEnd.Restart);
        else
            _end.TrySetException(failure);
    }

    private async Task AskForStatusAsync()
    {
        var clock = Stopwatch.StartNew();
        try
        {
            await Conversation.AskAsync(new() { RequestId = Guid.NewGuid().ToString(), WorkerStatusRequest = new() }, Kind.WorkerStatusResponse, StatusInterval, CancellationToken.None);
        }
        catch (WorkerException exception) when (!_end.Task.IsCompleted)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} (The request was sent {clock.Elapsed.TotalSeconds:F0} seconds ago.)");
        }
        catch (WorkerException)
        {
            // The worker ended meanwhile. Another method reports its end.
        }
    }

    private void Cancel(string id)
    {
        if (Capabilities.HandlesCancel)
            Conversation.Send(new() { InvocationCancel = new() { InvocationId = id } });
    }

    private static void Check(string what, StatusResult? result)
    {
        if (Error(what, result) is { } error)
            throw new WorkerException(error);
    }

    private static string? Error(string what, StatusResult? result) =>
        result?.Status == StatusResult.Types.Status.Success ? null : $"The worker's {what} failed: {result?.Status} {result?.Exception?.Message}";
}
