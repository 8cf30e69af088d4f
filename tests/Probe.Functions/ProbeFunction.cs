using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Portable.AspNetCore;

namespace Portable.Probe;

/// <summary>The one function of the probe.</summary>
[SuppressMessage("Maintainability", "CA1515", Justification = "The SDK calls no internal class: the worker would compile a call for each request, 2 ms of CPU.")]
public sealed class ProbeFunction(PortableApplication application)
{
    /// <summary>Answers a request.</summary>
    [Function("probe")]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return application.AnswerInvocationAsync(request.HttpContext, context.InvocationId);
    }
}
