using Portable.AzureFunctions.Protocol;

namespace Lessons.Tests;

/// <summary>The stand-in with a scripted worker that has started.</summary>
internal sealed record StandIn(RunningHost Running, ScriptedWorker Worker) : IAsyncDisposable
{
    public static Task<StandIn> StartAsync(ScriptedApp app, params string[] capabilities) => app.StartServiceAsync(port: 0, capabilities);

    /// <summary>Sends a request and returns the request that the worker received.</summary>
    public async Task<RpcHttp> ExchangeAsync(string line, string[]? headers = null, string? body = null)
    {
        var response = Running.SendAsync(line, headers, body);
        var request = await Worker.ServeAsync(ScriptedWorker.Ok);
        await response;
        return request;
    }

    /// <summary>Sends a request, answers its invocation and returns the HTTP response.</summary>
    public async Task<RawResponse> AnswerAsync(RpcHttp answer, string line = "GET /")
    {
        var response = Running.SendAsync(line);
        await Worker.ServeAsync(answer);
        return await response;
    }

    public async ValueTask DisposeAsync()
    {
        Worker.Dispose();
        await Running.DisposeAsync();
    }
}
