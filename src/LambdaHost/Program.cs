using System.Globalization;
using Lessons;
using Lessons.LambdaHost;
using Lessons.LambdaHost.Http;
using Lessons.LambdaHost.Runtime;
using Lessons.LambdaHost.Ssm;
using Portable.Http;
using Portable.Redis;

var time = TimeProvider.System;
using var output = LogStream.ToStandardOutput(time);
using var logging = new JsonLoggerProvider(output, time)
{
    Minimum = LambdaLogLevel.Parse(Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL")),
    WriteFields = InvocationTrace.WriteLogFields,
};
var logger = logging.CreateLogger("bootstrap");
var address = Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API");

try
{
    var concurrency = int.TryParse(Environment.GetEnvironmentVariable("AWS_LAMBDA_MAX_CONCURRENCY"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1;
    InvocationTrace.IsConcurrent = concurrency > 1;
    using var api = RuntimeApi.Open(address, concurrency > 1 ? Transport.Plain : Transport.Blocking);
    if (await StartAsync(api) is not { } handler)
        return 1;
    await await Task.WhenAny(Enumerable.Range(0, Math.Max(1, concurrency)).Select(i => LoopAsync(i == 0 ? api : RuntimeApi.Open(address, Transport.Plain), handler)));
}
catch (Exception exception)
{
    HostLog.Leaving(logger, exception);
}

return 1;

Task LoopAsync(RuntimeApi api, Handler handler) => new InvocationLoop(api, handler, time, logger).RunAsync();

// The connection to Redis opens while the first invocation is being asked for. It lives as long as the process.
async Task<Handler?> StartAsync(RuntimeApi api)
{
    try
    {
        var settings = AppSettings.Read(Environment.GetEnvironmentVariable);
        if (settings.TrustedProxies is { AreNetworks: false })
        {
            throw new SettingsException(
                "TRUST_PROXY must be networks on Lambda, such as those of CloudFront: a Function URL that is public can be called past any proxy.");
        }

        var redis = App.OpenRedis(await FindRedisAsync(settings), settings, logger);
        return App.Create(settings, AppStores.In(redis), time, logger);
    }
    catch (Exception exception)
    {
        HostLog.Leaving(logger, exception);
        await api.FailInitAsync(exception);
        return null;
    }
}

async Task<RedisUrl> FindRedisAsync(AppSettings settings)
{
    if (settings.RedisUrl is { } url)
        return url;
    if (settings.RedisUrlParameter is not { } name)
        throw new SettingsException("UPSTASH_REDIS_URL or UPSTASH_REDIS_URL_PARAMETER must be set.");
    var text = await new ParameterStore(Environment.GetEnvironmentVariable, time).GetAsync(name);
    return RedisUrl.TryParse(text, out url, out var error) ? url : throw new SettingsException($"UPSTASH_REDIS_URL_PARAMETER names a parameter whose value {error}.");
}
