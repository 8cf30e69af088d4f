using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>Runs an application on Kestrel, without the ASP.NET Core pipeline and without configuration files.</summary>
public static class KestrelRunner
{
    private const string Category = "server";

    // Open requests may finish in this time. Platforms kill the process some ten seconds after the signal to stop.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    // The log lines of this time are written together. A system call for each line would be a twentieth of a request's CPU time.
    // A GET request that returns a list takes 61 us of CPU time with Microsoft's JSON console logger, and 50 us with this logger.
    private static readonly TimeSpan LogDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Does the same as <see cref="RunAsync(Func{HostContext, CancellationToken, ValueTask{Handler}})"/>.</summary>
    public static Task<int> RunAsync(Func<HostContext, Handler> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return RunAsync((host, _) => new(create(host)));
    }

    /// <summary>
    /// Creates the application and serves it until the process gets a signal to stop. The log goes to standard output. Returns
    /// the exit code. The exit code is 1, with a sentence on standard error, where the settings cannot be used. Handlers run on
    /// the threads that read from the network. A handler that computes for milliseconds, or that waits without <c>await</c>, must
    /// use another thread. The token for <paramref name="create"/> is never cancelled: a signal during the start ends the
    /// process.
    /// </summary>
    public static async Task<int> RunAsync(Func<HostContext, CancellationToken, ValueTask<Handler>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        try
        {
            var settings = KestrelSettings.Read(Environment.GetEnvironmentVariable);
            using var output = OpenLog();
            using var logging = new JsonLoggerProvider(output, TimeProvider.System);
            await using var context = new HostContext(logging.CreateLogger(Category), TimeProvider.System, Environment.GetEnvironmentVariable);
            using var server = Build(settings, await create(context, CancellationToken.None), logging);
            await server.RunAsync();
            return 0;
        }
        catch (SettingsException exception)
        {
            StandardError.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <summary>Opens standard output for a <see cref="JsonLoggerProvider"/>. Lines are written together, every 20 ms.</summary>
    public static LogStream OpenLog() => LogStream.ToStandardOutput(TimeProvider.System, LogDelay);

    /// <summary>Creates a host for the handler. Services that <paramref name="configure"/> adds start with the host.</summary>
    public static IHost Build(KestrelSettings settings, Handler handler, ILoggerProvider logging, Action<HostApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(logging);
        var logger = logging.CreateLogger(Category);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging
            .AddProvider(logging)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // a failed start throws an exception, so a log line is not necessary
        configure?.Invoke(builder);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddHostedService(services => new HttpService(
            CreateKestrel(settings, services),
            new(handler, settings.MaxBodyBytes, TimeProvider.System, logger),
            logger));
        return builder.Build();
    }

    private static KestrelServer CreateKestrel(KestrelSettings settings, IServiceProvider services)
    {
        var options = new KestrelServerOptions { ApplicationServices = services };
        Configure(options, settings);
        // A buffer for each connection from the start saves one system call for each request. Handling a request on the thread
        // that reads its bytes saves a thread switch. No handler may block on this thread; see RunAsync.
        var sockets = new SocketTransportOptions { WaitForDataBeforeAllocatingBuffer = false, UnsafePreferInlineScheduling = true };
        var logging = services.GetRequiredService<ILoggerFactory>();
        return new(Options.Create(options), new SocketTransportFactory(Options.Create(sockets), logging), logging);
    }

    /// <summary>Sets the Kestrel options that a portable application needs, also where another host creates the server.</summary>
    public static void Configure(KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null; // the application itself answers 413 with a message
        options.RequestHeaderEncodingSelector = _ => Encoding.Latin1; // an invalid byte in a cookie then does not fail the request
    }

    private static void Configure(KestrelServerOptions options, KestrelSettings settings)
    {
        Configure(options);
        options.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        if (settings.BindAddress is { } address)
            options.Listen(address, settings.Port);
        else if (settings.Port == 0)
            options.Listen(IPAddress.Loopback, 0); // localhost has two addresses, and each would get a port of its own
        else
            options.ListenLocalhost(settings.Port);
    }
}
