using Lessons;
using Portable.AzureFunctions;
using Portable.Http;

// The connection to Redis and the connection to the Functions host open at the same time.
return await FunctionsWorker.RunAsync(args, "lessons", host =>
{
    var settings = AppSettings.Read(host.GetVariable);
    var url = settings.RedisUrl ?? throw new SettingsException("UPSTASH_REDIS_URL must be set.");
    var redis = host.Own(App.OpenRedis(url, settings, host.Logger));
    return App.Create(settings, AppStores.In(redis), host.Time, host.Logger);
});
