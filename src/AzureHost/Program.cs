using Lessons;
using Lessons.AzureHost;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;
using Portable.AspNetCore;
using Portable.Http;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddPortableFunction(host =>
{
    var settings = AppSettings.Read(host.GetVariable);
    CheckAddresses(settings, host.Logger);
    var url = settings.RedisUrl ?? throw new SettingsException("UPSTASH_REDIS_URL must be set.");
    var redis = host.Own(App.OpenRedis(url, settings, host.Logger));
    return App.Create(settings, AppStores.In(redis), host.Time, host.Logger);
});
using var app = builder.Build();
await app.RunPortableFunctionAsync();

// The Functions host overwrites X-Forwarded-For with the address of the platform's front end. The worker therefore needs another header
// for the client's address. The worker's peer address is the address of the Functions host.
static void CheckAddresses(AppSettings settings, ILogger logger)
{
    if (settings.TrustedProxies is null)
    {
        if (settings.LoginMode == LoginMode.Password)
            AddressLog.AddressesHidden(logger);
        return;
    }

    if (settings.TrustedProxies.AreNetworks)
        throw new SettingsException("TRUST_PROXY must be true or a number for this worker: its peer address is not the address of the platform's front end.");
    if (settings.TrustedProxies.Header.ToUpperInvariant() is "X-FORWARDED-FOR" or "FORWARDED")
    {
        throw new SettingsException(
            "PROXY_HEADER must be a header that the platform's front end overwrites: "
            + "the Functions host overwrites X-Forwarded-For, and no server overwrites Forwarded.");
    }
}
