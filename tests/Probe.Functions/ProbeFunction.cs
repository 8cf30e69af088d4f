using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Portable.AspNetCore;

namespace Portable.Probe;

/// <summary>The probe's only function.</summary>
public sealed class ProbeFunction(PortableApplication application)
{
    /// <summary>Passes a request to the application and writes the response.</summary>
    [Function("probe")]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return application.AnswerInvocationAsync(request.HttpContext, context.InvocationId);
    }
}
