using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>Adds a portable application to an application of ASP.NET Core.</summary>
public static class PortableEndpoints
{
    /// <summary>
    /// Answers every method and path that no other endpoint answers. The application gets the whole path as it was sent,
    /// undecoded. The caller adds the middlewares of ASP.NET Core around the application, such as forwarded headers or
    /// authentication.
    /// </summary>
    /// <param name="endpoints">The application of ASP.NET Core.</param>
    /// <param name="handler">The portable application.</param>
    /// <param name="maxBodyBytes">The largest body that is read, in bytes. See <see cref="AppRequest.IsBodyTooLarge"/>.</param>
    /// <returns>The endpoint, for metadata such as authorization.</returns>
    public static IEndpointConventionBuilder MapPortable(this IEndpointRouteBuilder endpoints, Handler handler, int maxBodyBytes = BodyLimit.MaxBytes)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(handler);
        var services = endpoints.ServiceProvider;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Portable");
        var application = new PortableApplication(handler, logger, services.GetService<TimeProvider>() ?? TimeProvider.System, maxBodyBytes);
        RequestDelegate answer = context => application.AnswerAsync(context);
        return endpoints.Map("/{**path}", answer);
    }
}
