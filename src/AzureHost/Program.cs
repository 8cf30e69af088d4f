using Lessons;
using Lessons.AzureHost;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portable.AspNetCore;
using Portable.Http;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.AddProvider(new FunctionsConsoleLog()).AddFilter<FunctionsConsoleLog>("Microsoft", LogLevel.Warning);
builder.Services.AddSingleton(services => new PortableApplication(
    services.GetRequiredService<Handler>(), services.GetRequiredService<ILogger<LessonsFunction>>(), TimeProvider.System));
builder.Services.AddSingleton(services => CreateHandler(services.GetRequiredService<ILogger<LessonsFunction>>()));
using var app = builder.Build();
_ = app.Services.GetRequiredService<Handler>();
await app.RunAsync();

static Handler CreateHandler(ILogger logger)
{
    try
    {
        var settings = AppSettings.Read(Environment.GetEnvironmentVariable);
        var redis = App.OpenRedis(settings.RedisUrl ?? throw new SettingsException("UPSTASH_REDIS_URL must be set."), settings, logger);
        return App.Create(settings, AppStores.In(redis), TimeProvider.System, logger);
    }
    catch (SettingsException exception)
    {
        return HostAnswer.NotConfigured(exception.Message, logger, TimeProvider.System);
    }
}
