using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Portable.AspNetCore;

namespace MyApi.AzureHost;

/// <summary>
/// The only function. It receives every request. The application routes the requests. The class is public, because the SDK generates
/// direct calls for public classes only.
/// </summary>
public sealed class OrderFunction(PortableApplication application)
{
    /// <summary>Passes a request to the application and writes the response.</summary>
    [Function("orders")]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return application.AnswerInvocationAsync(request.HttpContext, context.InvocationId);
    }
}
