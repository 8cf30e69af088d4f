using System.Diagnostics;
using Portable.AzureFunctions.Protocol;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.FunctionsLocal;

/// <summary>
/// One life of the worker: its process, the conversation with it, and what it has declared. Where it is the last one and crashes,
/// its invocations stay unanswered, as on the Functions host.
/// </summary>
internal sealed class WorkerInstance(FunctionApp app, Func<bool> isLastFailure) : IAsyncDisposable
{
    private const int CodeThatAsksForRestart = 200;

    // So much later than functionTimeout the Functions host notices that an invocation has taken longer.
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

    /// <summary>Starts the process. From here on it may call at any moment.</summary>
    public void Start(int port, IReadOnlyDictionary<string, string> environment)
    {
        _process = WorkerProcess.Start(app, Conversation.WorkerId, port, environment);
        _ = WatchAsync(_process);
    }

    /// <summary>From the process's start to its capabilities.</summary>
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
            throw new WorkerException("The worker indexed no function.");
        return [.. answer.FunctionMetadataResults.Select(metadata => HttpFunction.Parse(metadata, app.RoutePrefix))];
    }

    /// <summary>A function that cannot be loaded fails at each invocation.</summary>
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

    /// <summary>Ends this life for another one.</summary>
    public void Restart() => _end.TrySetResult(WorkerEnd.Restart);

    /// <summary>Until it ends, of its own or because the stand-in stops. Asks now and then whether it still answers.</summary>
    /// <exception cref="WorkerException">It crashed.</exception>
    public async Task<WorkerEnd> RunAsync(CancellationToken stopping)
    {
        using var registration = stopping.UnsafeRegister(_ => _end.TrySetResult(WorkerEnd.Stopped), null);
        using var timer = new PeriodicTimer(StatusInterval);
        var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        while (await Task.WhenAny(_end.Task, tick) != _end.Task)
        {
            if (Capabilities.HandlesStatus)
                await Task.WhenAny(_end.Task, AskForStatusAsync()); // one that hangs keeps nobody from ending it
            tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        }

        return await _end.Task;
    }

    /// <summary>Hands the worker an invocation. When the client disconnects, the worker gets a cancellation, and its answer is awaited all the same.</summary>
    /// <exception cref="WorkerException">The invocation failed, took too long, or the worker died of it.</exception>
    /// <param name="function">The function's name, for the log.</param>
    /// <param name="request">The invocation.</param>
    /// <param name="aborted">Is cancelled when the client leaves.</param>
    /// <returns>What the function has returned; null where its answer comes by HTTP.</returns>
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
            throw new WorkerException($"It took longer than functionTimeout ({app.FunctionTimeout}): the worker is started anew.");
        }
        finally
        {
            Conversation.Invocations.Remove(id);
        }
    }

    /// <summary>Asks the worker to finish and leave; kills it if it has not within the grace period.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        if (Capabilities.HandlesTerminate && !_process.Exit.IsCompleted)
        {
            Conversation.Send(new() { WorkerTerminate = new() { GracePeriod = new() { Seconds = (long)TerminateGrace.TotalSeconds } } });
            if (await Task.WhenAny(_process.Exit, Task.Delay(TerminateGrace)) != _process.Exit)
                await Console.Error.WriteLineAsync($"The worker did not leave within {TerminateGrace.TotalSeconds} seconds and is killed.");
        }

        Conversation.Fail(new("The worker has been ended."), _isLast);
        await _process.DisposeAsync();
        Conversation.Close();
    }

    // Exit code 0 changes nothing for the Functions host: it goes on waiting for a worker that is gone.
    private async Task WatchAsync(WorkerProcess process)
    {
        var code = await process.Exit;
        if (code == 0)
        {
            if (!_end.Task.IsCompleted)
                await Console.Error.WriteLineAsync("The worker left with exit code 0: the Functions host starts no other then, and invocations wait for their time-out.");
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
            await Console.Error.WriteLineAsync($"{exception.Message} (asked {clock.Elapsed.TotalSeconds:F0} seconds ago)");
        }
        catch (WorkerException)
        {
            // It ended meanwhile, which is told elsewhere.
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
