using System.Diagnostics;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>The HTTP side of the Functions host: finds the function, invokes the function and writes the response.</summary>
internal sealed class HttpFront(WorkerSupervisor supervisor, HttpProxy proxy, bool isManaged)
{
    private static readonly RpcHttp NoRpcHttp = new();

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception exception) when (exception is WorkerException or BadHttpRequestException)
        {
            // BadHttpRequestException: the body exceeds the limit or is incomplete.
            await Console.Error.WriteLineAsync($"{context.Request.Method} {context.Request.Path} failed: {exception.Message}");
            Fail(context);
        }
        catch (OperationCanceledException)
        {
            // The client has disconnected, or this program stops while the request waits for a worker.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    // Sends an empty 500. If a response has started, aborts the connection.
    private static void Fail(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (HostRoutes.TryAnswer(context))
            return;
        if (!request.Host.HasValue || !ForwardedRequest.TryRead(request, isManaged))
        {
            Fail(context);
            return;
        }

        var worker = await supervisor.ReadyAsync(context.RequestAborted);
        var function = supervisor.Functions.FirstOrDefault(function => function.Takes(request));
        if (function is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (worker.Capabilities.HttpUri is { } uri)
            await ProxyAsync(context, worker, function, uri);
        else
            await InvokeAsync(context, worker, function);
    }

    private static async Task InvokeAsync(HttpContext context, WorkerInstance worker, HttpFunction function)
    {
        using var activity = StartActivity(context.Request);
        var invocation = Invocation(function, activity, await RpcHttpRequest.CreateAsync(context.Request, worker.Capabilities));
        var answer = await worker.InvokeAsync(function.Metadata.Name, invocation, context.RequestAborted) ?? throw new WorkerException("The worker returned no RpcHttp.");
        await RpcHttpResponse.WriteAsync(context.Response, answer);
    }

    // The worker receives the request by HTTP. On the stream, it receives an invocation that does not contain the request.
    private async Task ProxyAsync(HttpContext context, WorkerInstance worker, HttpFunction function, string uri)
    {
        using var activity = StartActivity(context.Request);
        using var failed = new CancellationTokenSource();
        var invocation = Invocation(function, activity, NoRpcHttp);
        var returned = worker.InvokeAsync(function.Metadata.Name, invocation, context.RequestAborted);
        var forwarded = proxy.ForwardAsync(context, uri, invocation.InvocationId, failed.Token);
        if (await Task.WhenAny(returned, forwarded) == returned && !returned.IsCompletedSuccessfully)
            await failed.CancelAsync();
        await Task.WhenAll(returned, forwarded);
    }

    private static InvocationRequest Invocation(HttpFunction function, Activity activity, RpcHttp http) => new()
    {
        InvocationId = Guid.NewGuid().ToString(),
        FunctionId = function.Metadata.FunctionId,
        TraceContext = new() { TraceParent = activity.Id, TraceState = activity.TraceStateString ?? "" },
        InputData = { new ParameterBinding { Name = function.Trigger, Data = new() { Http = http } } },
    };

    // Starts a span of the client's trace, or of a new trace.
    private static Activity StartActivity(HttpRequest request)
    {
        var activity = new Activity("invocation");
        if (ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, out var parent))
        {
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
            activity.TraceStateString = parent.TraceState;
        }

        return activity.Start();
    }
}
