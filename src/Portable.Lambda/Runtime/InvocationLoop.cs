using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>Gets an event from the Runtime API, sends the response, and repeats this until the process ends.</summary>
internal sealed class InvocationLoop(RuntimeApi api, InvokeMode mode, Handler handler, TimeProvider time, ILogger logger)
{
    // The time that is reserved for sending the response. After the deadline, the platform would kill the process.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    // Lambda's own limit is 15 minutes.
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(1);

    private const int MaxFailures = 5;

    /// <summary>Runs the loop. Ends only by an exception: the Runtime API cannot be reached, or its status says that the process must exit.</summary>
    public async Task RunAsync()
    {
        for (var failures = 0; ;)
        {
            Invocation? invocation = null;
            try
            {
                invocation = await api.NextAsync();
                await ServeAsync(invocation);
                failures = 0;
            }
            catch (Exception exception) when (exception is IOException or SocketException && ++failures < MaxFailures)
            {
                LambdaLog.RuntimeApiFailed(logger, exception.Message, invocation?.RequestId);
                await Task.Delay(TimeSpan.FromMilliseconds(10 << failures), time);
            }
        }
    }

    /// <summary>Responds to one event. An error in one event does not affect the next event.</summary>
    private async Task ServeAsync(Invocation invocation)
    {
        using var trace = InvocationTrace.Begin(invocation);
        using var deadline = new CancellationTokenSource(TimeLeft(invocation), time);
        try
        {
            var source = new EventReader(invocation.Event.Span).Read();
            var adapter = EventAdapters.Of(source);
            var request = adapter.ToRequest(source, invocation.RequestId);
            if (mode == InvokeMode.ResponseStream && adapter is FunctionUrlAdapter)
                await StreamAsync(invocation, request, deadline.Token);
            else
                await api.RespondAsync(invocation.RequestId, await AnswerAsync(adapter, request, deadline.Token));
        }
        catch (Exception exception) when (exception is not (IOException or SocketException or RuntimeApiException { Status: < 400 or >= 500 }))
        {
            // The event cannot be used, or the Runtime API refused the response, which is too large or too late.
            await FailAsync(invocation, exception);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(IEventAdapter adapter, AppRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await (await handler(request, cancellationToken)).BufferAsync(adapter.MaxAnswer, cancellationToken);
            var answer = adapter.ToAnswer(response);
            return answer.Length <= adapter.MaxAnswer
                ? answer
                : throw new InvalidOperationException(
                    $"The response has {answer.Length} bytes as JSON. The service in front of the function accepts {adapter.MaxAnswer}.");
        }
        catch (Exception exception)
        {
            return adapter.ToAnswer(await HostAnswer.FailAsync(request, exception, logger, time, cancellationToken));
        }
    }

    private async Task StreamAsync(Invocation invocation, AppRequest request, CancellationToken cancellationToken)
    {
        var answer = await BeginAsync(request, cancellationToken);
        await using var stream = answer.Stream;
        using var post = await api.OpenStreamAsync(invocation.RequestId);
        await post.BeginAsync(answer.Prelude, answer.Body, isWhole: stream is null, cancellationToken);
        var failure = stream is null ? null : await post.SendAsync(stream, cancellationToken);
        if (failure is not null)
            LambdaLog.BodyFailed(logger, invocation.RequestId, failure);
        await RuntimeApi.EndStreamAsync(post, failure);
    }

    private async ValueTask<StreamedAnswer> BeginAsync(AppRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await StreamedAnswer.BeginAsync(request, await handler(request, cancellationToken), cancellationToken);
        }
        catch (Exception exception)
        {
            var response = await HostAnswer.FailAsync(request, exception, logger, time, cancellationToken);
            return await StreamedAnswer.BeginAsync(request, response, cancellationToken);
        }
    }

    private async Task FailAsync(Invocation invocation, Exception exception)
    {
        LambdaLog.InvocationFailed(logger, invocation.RequestId, exception);
        try
        {
            await api.FailAsync(invocation.RequestId, exception);
        }
        catch (RuntimeApiException refusal) when (refusal.Status is >= 400 and < 500)
        {
            LambdaLog.RuntimeApiFailed(logger, refusal.Message, invocation.RequestId);
        }
    }

    private TimeSpan TimeLeft(Invocation invocation)
    {
        var left = invocation.Deadline - time.GetUtcNow() - Margin;
        return left <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : left < MostTime ? left : MostTime;
    }
}
