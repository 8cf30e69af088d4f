using System.Diagnostics;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>The Functions host's HTTP side: finds the function, invokes it, writes its answer.</summary>
internal sealed class HttpFront(WorkerSupervisor supervisor)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await InvokeAsync(context);
        }
        catch (WorkerException exception)
        {
            await Console.Error.WriteLineAsync($"{context.Request.Method} {context.Request.Path} failed: {exception.Message}");
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        catch (BadHttpRequestException exception)
        {
            context.Response.StatusCode = exception.StatusCode; // a body above the limit, or one that broke off
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or this program stops while there is no worker.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var worker = await supervisor.ReadyAsync(context.RequestAborted);
        // The host keeps /admin for itself; of what it has there this stand-in has nothing.
        var function = request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase) ? null : supervisor.Functions.FirstOrDefault(function => function.Takes(request));
        if (function is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        RpcHttpRequest.Forward(request);
        using var activity = StartActivity(request);
        var invocation = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            TraceContext = new() { TraceParent = activity.Id, TraceState = activity.TraceStateString ?? "" },
            InputData = { new ParameterBinding { Name = function.Trigger, Data = new() { Http = await RpcHttpRequest.CreateAsync(request, worker.Capabilities) } } },
        };
        await RpcHttpResponse.WriteAsync(context.Response, await worker.InvokeAsync(invocation, context.RequestAborted));
    }

    // A span of the client's trace, or of a new one.
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
