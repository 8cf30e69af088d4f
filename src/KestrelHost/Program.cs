using System.Net;
using Lessons;
using Lessons.KestrelHost;
using Portable.AspNetCore;
using Portable.Http;

try
{
    var settings = AppSettings.Read(Environment.GetEnvironmentVariable);
    var kestrel = KestrelSettings.Read(Environment.GetEnvironmentVariable);
    var otlp = OtlpSettings.Read(Environment.GetEnvironmentVariable);
    if (args is ["user", ..])
        settings = settings with { RedisTimeout = TimeSpan.FromSeconds(10) }; // an operator waits longer than a page
    using var output = KestrelRunner.OpenLog();
    // An operator's command says itself what went wrong.
    using var logging = new JsonLoggerProvider(output, TimeProvider.System) { Minimum = args is ["user", ..] ? LogLevel.None : LogLevel.Information };
    var logger = logging.CreateLogger("lessons-server");

    if (settings is { RedisUrl: null, RedisUrlParameter: not null })
        throw new SettingsException("UPSTASH_REDIS_URL_PARAMETER is for the Lambda host: set UPSTASH_REDIS_URL.");
    if (settings.RedisUrl is null && args is ["user", ..])
        throw new SettingsException("UPSTASH_REDIS_URL must be set: accounts are in the service's Redis.");
    using var embedded = settings.RedisUrl is null ? StartEmbeddedRedis(settings, kestrel, logger) : null;
    await using var redis = App.OpenRedis(settings.RedisUrl ?? embedded!.Url, settings, logger);
    if (args is ["user", ..])
        return await UserCommand.RunAsync(args, new OperatorAccounts(settings, AppStores.In(redis), TimeProvider.System));
    var handler = App.Create(settings, AppStores.In(redis), TimeProvider.System, logger);

    using var server = KestrelRunner.Build(kestrel, handler, logging, builder => Exporter.Add(builder, otlp, logger));
    return await RunAsync(server, embedded, logger);
}
catch (Exception exception) when (exception is SettingsException or EmbeddedRedisException)
{
    StandardError.WriteLine(exception.Message);
    return 1;
}

// Until it is told to end, or the embedded Redis cannot go on.
static async Task<int> RunAsync(IHost server, EmbeddedRedisServer? embedded, ILogger logger)
{
    var running = server.RunAsync();
    var isStuck = await EmbeddedRedisServer.IsStuckBeforeAsync(embedded, running);
    if (isStuck)
    {
        HostLog.EmbeddedRedisStuck(logger, embedded!.StuckMessage);
        await server.StopAsync();
    }

    await running;
    return isStuck ? 1 : 0;
}

static EmbeddedRedisServer StartEmbeddedRedis(AppSettings settings, KestrelSettings kestrel, ILogger logger)
{
    if ((kestrel.BindAddress is { } address && !IPAddress.IsLoopback(address)) || settings.TrustedProxies is not null)
    {
        throw new SettingsException(
            "UPSTASH_REDIS_URL must be set when BIND_ADDRESS is not a loopback address or TRUST_PROXY is set: the embedded Redis serves this machine only.");
    }

    var server = EmbeddedRedisServer.Start(Path.GetFullPath(".lessons-data"));
    HostLog.EmbeddedRedis(logger, server.Port, server.DataFolder);
    if (server.Loss is { } loss)
        HostLog.EmbeddedRedisDamaged(logger, loss);
    return server;
}
