using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Portable.AspNetCore;

namespace Lessons.AzureHost;

/// <summary>The one function of the app: every method and every path, open to all. The application routes and guards.</summary>
[SuppressMessage("Maintainability", "CA1515", Justification = "The SDK calls no internal class: the worker would compile a call for each request, 2 ms of CPU.")]
public sealed class LessonsFunction(PortableApplication application)
{
    /// <summary>Answers a request.</summary>
    [Function("lessons")]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return application.AnswerInvocationAsync(request.HttpContext, context.InvocationId);
    }
}
