using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>The invocations in flight. There can be any number at the same time.</summary>
internal sealed class Invocations(Application application, HostStream stream, TimeProvider time, ILogger logger)
{
    // The longest body stream, in bytes. This limit is far below the length limit of a message, because the host and this worker hold each
    // answer in memory.
    private const int MaxAnswer = 64 * 1024 * 1024;

    // How long the worker waits for the answers of the invocations that it has cancelled at its end.
    private static readonly TimeSpan LastAnswers = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, FunctionInvocation> _running = new(StringComparer.Ordinal);
    private bool _isFinishing;

    /// <summary>Completes when all invocations that are in flight now have been answered.</summary>
    public Task InFlight => Task.WhenAll(_running.Values.Select(invocation => invocation.Answered));

    /// <summary>Starts an invocation on another thread, because the next message must not wait for a handler's computation.</summary>
    public void Begin(InvocationRequest request)
    {
        var invocation = new FunctionInvocation(request, new(), new());
        if (!_running.TryAdd(invocation.Id, invocation))
        {
            FunctionsLog.InvocationRepeated(logger, invocation.Id); // only the first invocation with this id is answered
            return;
        }

        // The invocation already counts as in flight. This handler's application is therefore disposed only after the answer.
        var (handler, refusal) = (application.Handler, _isFinishing ? Errors.OutOfTime : null);
        _ = Task.Run(() => ServeAsync(invocation, handler, refusal));
    }

    /// <summary>Cancels an invocation. The worker still sends an answer, because the host waits for an answer.</summary>
    public void Cancel(string id)
    {
        if (!_running.TryGetValue(id, out var invocation))
            return;
        if (!_isFinishing)
            _ = invocation.ClientGone.CancelAsync();
        _ = invocation.Cancellation.CancelAsync();
    }

    /// <summary>Refuses new invocations and waits for the invocations in flight. After the grace period, these invocations are cancelled.</summary>
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

    // A failure outside of the application's handlers is also answered and logged.
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

    // The result is always success. If the result were a failure, the host would send an empty 500 instead of the response.
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
