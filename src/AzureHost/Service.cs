using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons.AzureHost;

/// <summary>The service with the settings of the environment, which the host may change.</summary>
internal sealed class Service(Func<string, string?> getVariable, TimeProvider time, ILogger logger)
{
    private AppSettings? _settings;
    private RedisConnection? _redis;

    /// <summary>Null until settings have been found that can be used.</summary>
    public Handler? Handler { get; private set; }

    /// <summary>Why there is no handler; null when there is one.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// Reads the settings, and begins anew where they have changed; the connection to Redis that there was closes when
    /// all is answered that is in flight. Returns null, or what is wrong with the settings, in a sentence without a secret.
    /// </summary>
    public string? Open(Task inFlight)
    {
        try
        {
            var settings = AppSettings.Read(getVariable);
            if (settings != _settings)
                Begin(settings, inFlight);
            return null;
        }
        catch (SettingsException exception)
        {
            HostLog.SettingsRefused(logger, exception.Message);
            if (Handler is null)
                Error = exception.Message;
            return exception.Message;
        }
    }

    private void Begin(AppSettings settings, Task inFlight)
    {
        var url = settings.RedisUrl ?? throw new SettingsException("UPSTASH_REDIS_URL must be set.");
        var redis = App.OpenRedis(url, settings, logger);
        try
        {
            Handler = App.Create(settings, AppStores.In(redis), time, logger);
        }
        catch (SettingsException)
        {
            _ = CloseAsync(redis, Task.CompletedTask);
            throw;
        }

        if (_redis is not null)
            _ = CloseAsync(_redis, inFlight);
        (_redis, _settings, Error) = (redis, settings, null);
    }

    private static async Task CloseAsync(RedisConnection redis, Task inFlight)
    {
        await inFlight;
        await redis.DisposeAsync();
    }
}
