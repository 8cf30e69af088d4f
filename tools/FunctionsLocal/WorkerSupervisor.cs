namespace Lessons.FunctionsLocal;

/// <summary>
/// Keeps a worker running: starts a worker, and starts the next worker when a worker fails or must be restarted. Gives up at the third
/// failure in a row, as the Functions host does. A failure more than half an hour after the previous failure begins a new row.
/// </summary>
internal sealed class WorkerSupervisor(FunctionApp app, IReadOnlyDictionary<string, string> environment)
{
    private const int MaxFailures = 3;

    private static readonly TimeSpan FailureMemory = TimeSpan.FromMinutes(30);

    private FunctionApp _app = app;
    private volatile Conversation? _conversation;
    private TaskCompletionSource<WorkerInstance> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The port to which the worker connects. The system chooses the port when the server starts.</summary>
    public int Port { get; set; }

    /// <summary>The functions in the metadata of the first worker. Later workers only load these functions.</summary>
    public IReadOnlyList<HttpFunction> Functions { get; private set; } = [];

    /// <summary>Waits for a worker that is ready for invocations.</summary>
    public Task<WorkerInstance> ReadyAsync(CancellationToken cancellationToken) => Volatile.Read(ref _ready).Task.WaitAsync(cancellationToken);

    /// <summary>Returns the conversation with the worker of this id; null when another worker is running.</summary>
    public Conversation? Find(string workerId) => _conversation is { } conversation && conversation.WorkerId == workerId ? conversation : null;

    /// <exception cref="WorkerException">The worker has failed three times, each time within half an hour of the failure before.</exception>
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
                throw new WorkerException($"The worker failed {MaxFailures} times. The stand-in closes its port and exits, as the Functions host does.");
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
                // From now on, requests wait for the next worker.
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

    // If a file of the app is not valid, the previous values of all files stay in use.
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
