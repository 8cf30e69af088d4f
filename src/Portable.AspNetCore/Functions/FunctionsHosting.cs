using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>
/// Runs a portable application in Microsoft's worker of Azure Functions, with the worker's ASP.NET Core integration.
/// </summary>
public static class FunctionsHosting
{
    /// <summary>
    /// Registers the application as a <see cref="PortableApplication"/>, for the constructor of the function's class. Where
    /// <paramref name="create"/> throws a <see cref="SettingsException"/>, every request returns 503. The worker's server gets
    /// the settings of <see cref="KestrelRunner.Configure(KestrelServerOptions)"/>. The worker also logs to a <see
    /// cref="FunctionsConsoleLog"/>.
    /// </summary>
    /// <param name="services">The services of the worker.</param>
    /// <param name="create">
    /// Creates the application. A resource that it passes to <see cref="HostContext.Own"/> lasts as long as the worker.
    /// </param>
    public static IServiceCollection AddPortableFunction(this IServiceCollection services, Func<HostContext, Handler> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return services
            .AddLogging(logging => logging.AddProvider(new FunctionsConsoleLog()).AddFilter<FunctionsConsoleLog>("Microsoft", LogLevel.Warning))
            .Configure<KestrelServerOptions>(KestrelRunner.Configure)
            .AddSingleton(provider => new HostContext(
                provider.GetRequiredService<ILoggerFactory>().CreateLogger("Portable"), TimeProvider.System, Environment.GetEnvironmentVariable))
            .AddSingleton(provider => Create(provider.GetRequiredService<HostContext>(), create));
    }

    /// <summary>
    /// Runs the worker until the Functions host ends the worker. The application is created while the worker connects to the
    /// host.
    /// </summary>
    public static async Task RunPortableFunctionAsync(this IHost worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        var creation = Task.Run(worker.Services.GetRequiredService<PortableApplication>);
        await worker.StartAsync();
        await creation;
        await worker.WaitForShutdownAsync();
    }

    private static PortableApplication Create(HostContext host, Func<HostContext, Handler> create)
    {
        try
        {
            return new(create(host), host.Logger, host.Time);
        }
        catch (SettingsException exception)
        {
            _ = host.DisposeAsync().AsTask(); // closes, for example, a connection that create opened before it threw
            return new(HostAnswer.NotConfigured(exception.Message, host.Logger, host.Time), host.Logger, host.Time);
        }
    }
}
