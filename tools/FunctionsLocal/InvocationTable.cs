using System.Collections.Concurrent;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>The invocations that the worker has in hand, by id.</summary>
internal sealed class InvocationTable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _running = new(StringComparer.Ordinal);
    private volatile WorkerException? _failure;

    public bool Contains(string id) => _running.ContainsKey(id);

    /// <summary>The answer that this invocation will have.</summary>
    public Task<InvocationResponse> Add(string id)
    {
        var answer = _running[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_failure is { } failure)
            answer.TrySetException(failure); // the worker ended while this one came in
        return answer.Task;
    }

    /// <summary>False for an id that is not, or no longer, running.</summary>
    public bool TryComplete(InvocationResponse response) =>
        _running.TryRemove(response.InvocationId, out var answer) && answer.TrySetResult(response);

    public void Remove(string id) => _running.TryRemove(id, out _);

    public void Fail(WorkerException failure)
    {
        _failure = failure;
        foreach (var answer in _running.Values)
            answer.TrySetException(failure);
    }
}
