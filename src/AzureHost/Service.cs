using Lessons.Http;
using Lessons.Stores;
using Microsoft.Extensions.Logging;

namespace Lessons.AzureHost;

/// <summary>The service with the settings of the environment, which the host may change.</summary>
internal sealed class Service(Func<string, string?> getVariable, TimeProvider time, ILogger logger)
{
    private AppSettings? _settings;
    private RedisConnection? _redis;

    /// <summary>Set once the settings have been read without a fault.</summary>
    public Handler? Handler { get; private set; }

    /// <summary>What is wrong with the settings, in a sentence without a secret; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// Reads the settings. Where they have changed, the service begins anew with them; what is in flight goes on with
    /// the connection that is returned, and whoever called closes that afterwards.
    /// </summary>
    public RedisConnection? Open()
    {
        try
        {
            Error = null;
            return Open(AppSettings.Read(getVariable));
        }
        catch (SettingsException exception)
        {
            Error = exception.Message;
            HostLog.CannotStart(logger, Error);
            return null;
        }
    }

    private RedisConnection? Open(AppSettings settings)
    {
        if (settings == _settings)
            return null;
        var before = _redis;
        _redis = RedisConnection.Open(settings.RedisUrl ?? throw new SettingsException("UPSTASH_REDIS_URL must be set."), logger);
        Handler = App.Create(settings, new RedisSessionStore(_redis), new RedisProgressStore(_redis), time, logger);
        _settings = settings;
        return before;
    }
}
