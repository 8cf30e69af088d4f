namespace Lessons.FunctionsLocal;

/// <summary>
/// Keeps a worker running: starts one, starts the next when it ends, and gives up at the third failure within half an
/// hour, where the Functions host recycles itself.
/// </summary>
internal sealed class WorkerSupervisor(FunctionApp app, IReadOnlyDictionary<string, string> environment)
{
    private const int MaxFailures = 3;

    private static readonly TimeSpan FailureMemory = TimeSpan.FromMinutes(30);

    private FunctionApp _app = app;
    private volatile Conversation? _conversation;
    private TaskCompletionSource<WorkerInstance> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where the worker finds the host. The system chooses it when the server starts.</summary>
    public int Port { get; set; }

    /// <summary>What the first worker indexed; later ones are only told to load it.</summary>
    public IReadOnlyList<HttpFunction> Functions { get; private set; } = [];

    /// <summary>A worker that takes invocations, as soon as there is one.</summary>
    public Task<WorkerInstance> ReadyAsync(CancellationToken cancellationToken) => Volatile.Read(ref _ready).Task.WaitAsync(cancellationToken);

    /// <summary>The conversation with the worker of that id; null when it is not the one that runs.</summary>
    public Conversation? Find(string workerId) => _conversation is { } conversation && conversation.WorkerId == workerId ? conversation : null;

    /// <exception cref="WorkerException">It has failed too often.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        var (failures, last) = (0, TimeProvider.System.GetTimestamp());
        while (await RunWorkerAsync(() => failures == MaxFailures - 1 && TimeProvider.System.GetElapsedTime(last) <= FailureMemory, stopping) is not WorkerEnd.Stopped and var end)
        {
            if (end != WorkerEnd.Failure)
                continue;
            failures = TimeProvider.System.GetElapsedTime(last) > FailureMemory ? 1 : failures + 1;
            last = TimeProvider.System.GetTimestamp();
            if (failures == MaxFailures)
                throw new WorkerException($"The worker failed {MaxFailures} times: the Functions host takes no more requests then and ends.");
        }

        Volatile.Read(ref _ready).TrySetCanceled(stopping);
    }

    private async Task<WorkerEnd> RunWorkerAsync(Func<bool> isLastFailure, CancellationToken stopping)
    {
        try
        {
            ReadHostJson();
            await using var worker = new WorkerInstance(_app, isLastFailure);
            using var watcher = _app.WatchHostJson(worker.Restart);
            _conversation = worker.Conversation;
            try
            {
                worker.Start(Port, environment);
                await OpenAsync(worker, stopping);
                Volatile.Read(ref _ready).TrySetResult(worker);
                return await worker.RunAsync(stopping);
            }
            finally
            {
                // Requests from now on wait for the next worker.
                if (Volatile.Read(ref _ready).Task.IsCompleted)
                    Volatile.Write(ref _ready, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }
        }
        catch (WorkerException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return WorkerEnd.Failure;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return WorkerEnd.Stopped;
        }
    }

    // A file that cannot be used changes nothing.
    private void ReadHostJson()
    {
        try
        {
            _app = FunctionApp.Read(_app.Folder);
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine(exception.Message);
        }
    }

    private async Task OpenAsync(WorkerInstance worker, CancellationToken stopping)
    {
        await worker.OpenAsync(stopping);
        Functions = Functions.Count == 0
            ? await worker.IndexAsync(stopping)
            : [.. Functions.Select(function => HttpFunction.Parse(function.Metadata, _app.RoutePrefix))];
        foreach (var function in Functions)
            await worker.LoadAsync(function, stopping);
    }
}
