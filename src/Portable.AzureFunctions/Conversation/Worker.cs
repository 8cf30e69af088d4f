using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Content = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Portable.AzureFunctions;

/// <summary>The worker's side of the stream. It handles each message of the host.</summary>
internal sealed class Worker(HostStream stream, CatchAllFunction function, Application application, TimeProvider time, ILogger logger)
{
    private readonly Invocations _invocations = new(application, stream, time, logger);

    /// <summary>Whether the host has sent WorkerTerminate.</summary>
    public bool IsEnding { get; private set; }

    public void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case Content.WorkerInitRequest:
                Reply(message, new() { WorkerInitResponse = WorkerInit.Answer() });
                break;
            case Content.FunctionsMetadataRequest:
                Reply(message, new() { FunctionMetadataResponse = function.Describe() });
                break;
            case Content.FunctionLoadRequest:
                _ = LoadAsync(message);
                break;
            case Content.InvocationRequest:
                _invocations.Begin(message.InvocationRequest);
                break;
            case Content.InvocationCancel:
                _invocations.Cancel(message.InvocationCancel.InvocationId);
                break;
            case Content.WorkerStatusRequest:
                Reply(message, new() { WorkerStatusResponse = new() });
                break;
            case Content.FunctionEnvironmentReloadRequest:
                _ = ReloadAsync(message);
                break;
            case Content.WorkerTerminate:
                _ = TerminateAsync(message.WorkerTerminate);
                break;
            default:
                FunctionsLog.UnknownMessage(logger, message.ContentCase.ToString());
                break;
        }
    }

    private void Reply(StreamingMessage request, StreamingMessage answer)
    {
        answer.RequestId = request.RequestId;
        stream.Send(answer);
    }

    // The host sends invocations only after FunctionLoadResponse. The method therefore replies after the application has been created.
    private async Task LoadAsync(StreamingMessage message)
    {
        await application.Creation;
        Reply(message, new() { FunctionLoadResponse = function.Load(message.FunctionLoadRequest, application.Error) });
    }

    private async Task ReloadAsync(StreamingMessage message)
    {
        try
        {
            var response = await EnvironmentReload.AnswerAsync(message.FunctionEnvironmentReloadRequest, application, () => _invocations.InFlight);
            Reply(message, new() { FunctionEnvironmentReloadResponse = response });
        }
        catch (ArgumentException exception) // the operating system does not accept a variable
        {
            FunctionsLog.ReloadFailed(logger, exception);
            Reply(message, new() { FunctionEnvironmentReloadResponse = new() { Result = Result.Of("The environment cannot be set: see the worker's log.") } });
        }
    }

    private async Task TerminateAsync(WorkerTerminate request)
    {
        IsEnding = true;
        await _invocations.FinishAsync(GracePeriod.Of(request));
        stream.Complete();
    }
}
