using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Portable.AspNetCore;

namespace Lessons.AzureHost;

/// <summary>
/// The app's only function. It receives every request that the Functions host does not answer itself, without a function key. The
/// application routes the requests and checks access.
/// </summary>
public sealed class LessonsFunction(PortableApplication application)
{
    /// <summary>Passes a request to the application and writes the response.</summary>
    [Function("lessons")]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return application.AnswerInvocationAsync(request.HttpContext, context.InvocationId);
    }
}
