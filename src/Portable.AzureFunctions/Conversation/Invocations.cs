using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>The requests that are being answered, any number at once.</summary>
internal sealed class Invocations(Application application, HostStream stream, TimeProvider time, ILogger logger)
{
    // Far below a message's limit: the host holds each answer in memory, and so does this worker.
    private const int MaxAnswer = 64 * 1024 * 1024;

    // For the answers of requests that were cancelled.
    private static readonly TimeSpan LastAnswers = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, FunctionInvocation> _running = new(StringComparer.Ordinal);
    private bool _isFinishing;

    /// <summary>Completes when all that is in flight now has been answered.</summary>
    public Task InFlight => Task.WhenAll(_running.Values.Select(invocation => invocation.Answered));

    /// <summary>Begins to answer, on a thread of its own: the next message must not wait for what a handler computes.</summary>
    public void Begin(InvocationRequest request)
    {
        var invocation = new FunctionInvocation(request, new(), new());
        if (!_running.TryAdd(invocation.Id, invocation))
        {
            FunctionsLog.InvocationRepeated(logger, invocation.Id); // the answer under way is the answer
            return;
        }

        // It is in flight already: the application that is found here is not disposed of before it is answered.
        var (handler, refusal) = (application.Handler, _isFinishing ? Errors.OutOfTime : null);
        _ = Task.Run(() => ServeAsync(invocation, handler, refusal));
    }

    /// <summary>The client has gone. There will be an answer all the same: the host waits for one.</summary>
    public void Cancel(string id)
    {
        if (!_running.TryGetValue(id, out var invocation))
            return;
        if (!_isFinishing)
            _ = invocation.ClientGone.CancelAsync();
        _ = invocation.Cancellation.CancelAsync();
    }

    /// <summary>Takes no more, and waits for what is in flight; after the grace period that is cancelled.</summary>
    public async Task FinishAsync(TimeSpan grace)
    {
        _isFinishing = true;
        FunctionsLog.Terminating(logger, _running.Count);
        var answered = InFlight;
        await Task.WhenAny(answered, Task.Delay(grace, time));
        foreach (var id in _running.Keys)
            Cancel(id);
        await Task.WhenAny(answered, Task.Delay(LastAnswers, time));
    }

    private async Task ServeAsync(FunctionInvocation invocation, Handler? handler, AppResponse? refusal)
    {
        try
        {
            using var trace = FunctionTrace.Begin(invocation.Request);
            await AnswerAndSendAsync(invocation, handler, refusal);
        }
        finally
        {
            _running.TryRemove(invocation.Id, out _);
            invocation.SetAnswered();
        }
    }

    private async Task AnswerAndSendAsync(FunctionInvocation invocation, Handler? handler, AppResponse? refusal)
    {
        var response = await AnswerAsync(invocation, handler, refusal);
        try
        {
            Send(invocation, response);
        }
        catch (Exception exception)
        {
            Send(invocation, await FailAsync(invocation, exception)); // the response could not be written as a message
        }
    }

    // What fails outside of the application's handlers is answered and logged all the same.
    private async ValueTask<AppResponse> AnswerAsync(FunctionInvocation invocation, Handler? handler, AppResponse? refusal)
    {
        AppRequest? request = null;
        try
        {
            if (handler is null && refusal is null)
                return await FailAsync(invocation, new InvalidOperationException(application.Error));
            request = RpcHttpAdapter.ToRequest(invocation.Request, refusal, invocation.ClientGone.Token);
            if (handler is null)
                return refusal!;
            return await (await handler(request, invocation.Cancellation.Token)).BufferAsync(MaxAnswer, invocation.Cancellation.Token);
        }
        catch (Exception exception)
        {
            return await FailAsync(invocation, exception, request);
        }
    }

    private ValueTask<AppResponse> FailAsync(FunctionInvocation invocation, Exception exception, AppRequest? request = null) =>
        HostAnswer.FailAsync(request ?? new() { Method = "", Path = "", RequestId = invocation.Id }, exception, logger, time, invocation.Cancellation.Token);

    // Always a success: a failed invocation would be an empty 500.
    private void Send(FunctionInvocation invocation, AppResponse response) => stream.Send(new()
    {
        InvocationResponse = new()
        {
            InvocationId = invocation.Id,
            Result = Result.Of(null),
            ReturnValue = new() { Http = RpcHttpAdapter.ToAnswer(response) },
        },
    });
}
