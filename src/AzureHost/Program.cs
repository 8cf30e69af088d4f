using Lessons;
using Lessons.AzureHost;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portable.AspNetCore;
using Portable.Http;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.AddProvider(new FunctionsConsoleLog()).AddFilter<FunctionsConsoleLog>("Microsoft", LogLevel.Warning);
builder.Services
    .Configure<KestrelServerOptions>(KestrelRunner.Configure)
    .AddSingleton(services => new HostContext(services.GetRequiredService<ILogger<LessonsFunction>>(), TimeProvider.System, Environment.GetEnvironmentVariable))
    .AddSingleton(services => Create(services.GetRequiredService<HostContext>()));
using var app = builder.Build();
// The application is created, and the connection to Redis opens, while the worker connects to the Functions host.
var creation = Task.Run(app.Services.GetRequiredService<PortableApplication>);
await app.StartAsync();
await creation;
await app.WaitForShutdownAsync();

static PortableApplication Create(HostContext host) => new(CreateHandler(host), host.Logger, host.Time);

static Handler CreateHandler(HostContext host)
{
    try
    {
        var settings = AppSettings.Read(host.GetVariable);
        CheckAddresses(settings, host.Logger);
        var redis = host.Own(App.OpenRedis(settings.RedisUrl ?? throw new SettingsException("UPSTASH_REDIS_URL must be set."), settings, host.Logger));
        return App.Create(settings, AppStores.In(redis), host.Time, host.Logger);
    }
    catch (SettingsException exception)
    {
        _ = host.DisposeAsync().AsTask(); // of the connection to Redis
        return HostAnswer.NotConfigured(exception.Message, host.Logger, host.Time);
    }
}

// The worker sees the platform's front end, and the Functions host overwrites X-Forwarded-For.
static void CheckAddresses(AppSettings settings, ILogger logger)
{
    if (settings.TrustedProxies is null)
    {
        if (settings.LoginMode == LoginMode.Password)
            AddressLog.AddressesHidden(logger);
        return;
    }

    if (settings.TrustedProxies.AreNetworks)
        throw new SettingsException("TRUST_PROXY must be true or a number here: the Functions host hides the address of the front end.");
    if (settings.TrustedProxies.Header.ToUpperInvariant() is "X-FORWARDED-FOR" or "FORWARDED")
        throw new SettingsException("PROXY_HEADER must be a header that the platform's front end overwrites: the Functions host overwrites X-Forwarded-For, and nobody overwrites Forwarded.");
}
