using System.Collections.Concurrent;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>The worker's running invocations, by id.</summary>
internal sealed class InvocationTable
{
    private readonly ConcurrentDictionary<string, (string Function, TaskCompletionSource<InvocationResponse> Answer)> _running = new(StringComparer.Ordinal);
    private volatile WorkerException? _failure;

    /// <summary>Returns the name of the function of a running invocation; null for any other id.</summary>
    public string? FunctionOf(string id) => _running.TryGetValue(id, out var invocation) ? invocation.Function : null;

    /// <summary>Adds an invocation and returns the task of its answer.</summary>
    public Task<InvocationResponse> Add(string id, string function)
    {
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[id] = (function, answer);
        if (_failure is { } failure)
            answer.TrySetException(failure); // the worker ended before this invocation was added
        return answer.Task;
    }

    /// <summary>Completes an invocation. Returns false if no invocation with this id is running.</summary>
    public bool TryComplete(InvocationResponse response) =>
        _running.TryRemove(response.InvocationId, out var invocation) && invocation.Answer.TrySetResult(response);

    public void Remove(string id) => _running.TryRemove(id, out _);

    public void Fail(WorkerException failure)
    {
        _failure = failure;
        foreach (var (_, answer) in _running.Values)
            answer.TrySetException(failure);
    }
}
