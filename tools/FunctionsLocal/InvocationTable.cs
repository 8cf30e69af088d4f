using System.Collections.Concurrent;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>The invocations that the worker has in hand, by id.</summary>
internal sealed class InvocationTable
{
    private readonly ConcurrentDictionary<string, (string Function, TaskCompletionSource<InvocationResponse> Answer)> _running = new(StringComparer.Ordinal);
    private volatile WorkerException? _failure;

    /// <summary>The function that a running invocation is of; null for another id.</summary>
    public string? FunctionOf(string id) => _running.TryGetValue(id, out var invocation) ? invocation.Function : null;

    /// <summary>The answer that this invocation will have.</summary>
    public Task<InvocationResponse> Add(string id, string function)
    {
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[id] = (function, answer);
        if (_failure is { } failure)
            answer.TrySetException(failure); // the worker ended while this one came in
        return answer.Task;
    }

    /// <summary>False for an id that is not, or no longer, running.</summary>
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
