using Lessons;
using Portable.AspNetCore;
using Portable.Http;

try
{
    var settings = AppSettings.Read(Environment.GetEnvironmentVariable);
    settings.RequireProxyNetworks();
    var url = settings.RedisUrl ?? throw new SettingsException("UPSTASH_REDIS_URL must be set. Only src/LambdaHost reads UPSTASH_REDIS_URL_PARAMETER.");

    // LogStream writes each line at once, because Lambda stops the process between two invocations.
    using var output = LogStream.ToStandardOutput(TimeProvider.System);
    using var logging = new JsonLoggerProvider(output, TimeProvider.System);
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.Logging.ClearProviders().AddProvider(logging).AddFilter("Microsoft", LogLevel.Warning);
    builder.Services.AddAWSLambdaHosting(LambdaEventSource.HttpApi); // outside Lambda the server is Kestrel
    await using var app = builder.Build();

    var logger = logging.CreateLogger("lessons-lambda");
    await using var redis = App.OpenRedis(url, settings, logger);
    app.MapPortable(App.Create(settings, AppStores.In(redis), TimeProvider.System, logger));
    await app.RunAsync();
    return 0;
}
catch (SettingsException exception)
{
    StandardError.WriteLine(exception.Message);
    return 1;
}
