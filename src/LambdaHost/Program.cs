using Lessons;
using Portable.Http;
using Portable.Lambda;
using Portable.Redis;

// The connection to Redis opens while the host asks for the first invocation. It stays open until the process ends.
return await LambdaRuntime.RunAsync(async (host, cancellationToken) =>
{
    var settings = AppSettings.Read(host.GetVariable);
    settings.RequireProxyNetworks();
    var redis = host.Own(App.OpenRedis(await FindRedisAsync(settings, host), settings, host.Logger));
    return App.Create(settings, AppStores.In(redis), host.Time, host.Logger);
});

static async Task<RedisUrl> FindRedisAsync(AppSettings settings, HostContext host)
{
    if (settings.RedisUrl is { } url)
        return url;
    if (settings.RedisUrlParameter is not { } name)
        throw new SettingsException("UPSTASH_REDIS_URL or UPSTASH_REDIS_URL_PARAMETER must be set.");
    var text = await new ParameterStore(host.GetVariable, host.Time, "UPSTASH_REDIS_URL_PARAMETER").GetAsync(name);
    return RedisUrl.TryParse(text, out url, out var error) ? url : throw new SettingsException($"UPSTASH_REDIS_URL_PARAMETER names a parameter whose value {error}.");
}
