using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Portable.AspNetCore;
using Portable.Http;

namespace Lessons.Server;

/// <summary>The plain server's program. It serves requests until a signal stops it, or runs one command and exits.</summary>
public static class ServerProgram
{
    private const string Usage = $"Usage: lessons-server   (serves the lessons)\n{HealthCommand.Usage}\n{UserCommand.Usage}";

    // The command "user" uses this time instead of REDIS_TIMEOUT_MS, because an operator can wait longer than a page.
    private static readonly TimeSpan OperatorTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs the command in the arguments, or serves requests if there are no arguments. The settings are environment variables.</summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="startRedis">Starts the embedded Redis if <c>UPSTASH_REDIS_URL</c> is not set. Null if the program has no embedded Redis.</param>
    /// <returns>
    /// The exit code. It is 1, with a sentence on standard error, if a setting or an argument is not valid or a command has failed. It is
    /// also 1, with a log line, if the embedded Redis has failed.
    /// </returns>
    public static async Task<int> RunAsync(string[] arguments, Func<ILogger, IOwnRedis>? startRedis = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        try
        {
            switch (arguments)
            {
                case []:
                    return await ServeAsync(startRedis);
                case ["health"]:
                    return await HealthCommand.RunAsync(KestrelSettings.Read(Environment.GetEnvironmentVariable));
                case ["user", ..]:
                    return await RunUserCommandAsync(arguments);
                default:
                    StandardError.WriteLine(Usage);
                    return 1;
            }
        }
        catch (SettingsException exception)
        {
            StandardError.WriteLine(exception.Message);
            return 1;
        }
    }

    private static async Task<int> ServeAsync(Func<ILogger, IOwnRedis>? startRedis)
    {
        var settings = ReadSettings();
        var kestrel = KestrelSettings.Read(Environment.GetEnvironmentVariable);
        var otlp = OtlpSettings.Read(Environment.GetEnvironmentVariable);
        using var output = KestrelRunner.OpenLog();
        using var logging = new JsonLoggerProvider(output, TimeProvider.System);
        var logger = logging.CreateLogger("lessons-server");

        using var ownRedis = settings.RedisUrl is null ? StartOwnRedis(startRedis, settings, kestrel, logger) : null;
        await using var redis = App.OpenRedis(settings.RedisUrl ?? ownRedis!.Url, settings, logger);
        var handler = App.Create(settings, AppStores.In(redis), TimeProvider.System, logger);
        using var server = KestrelRunner.Build(kestrel, handler, logging, builder => Exporter.Add(builder, otlp, logger));
        return await ServeUntilEndAsync(server, ownRedis, logger);
    }

    private static async Task<int> ServeUntilEndAsync(IHost server, IOwnRedis? ownRedis, ILogger logger)
    {
        var running = server.RunAsync();
        var failure = ownRedis is null ? null : await ownRedis.FailureBeforeAsync(running);
        if (failure is not null)
        {
            ServerLog.OwnRedisFailed(logger, failure);
            await server.StopAsync();
        }

        await running;
        return failure is null ? 0 : 1;
    }

    private static IOwnRedis StartOwnRedis(Func<ILogger, IOwnRedis>? start, AppSettings settings, KestrelSettings kestrel, ILogger logger)
    {
        if (start is null)
        {
            throw new SettingsException(
                "UPSTASH_REDIS_URL must be set: this program has no embedded Redis. For development, use dotnet run --project src/KestrelHost.");
        }

        if ((kestrel.BindAddress is { } address && !IPAddress.IsLoopback(address)) || settings.TrustedProxies is not null)
        {
            throw new SettingsException("UPSTASH_REDIS_URL must be set when BIND_ADDRESS is not a loopback address or TRUST_PROXY is set: "
                + "the embedded Redis serves this machine only.");
        }

        return start(logger);
    }

    private static async Task<int> RunUserCommandAsync(string[] arguments)
    {
        var settings = ReadSettings() with { RedisTimeout = OperatorTimeout };
        if (settings.RedisUrl is not { } url)
            throw new SettingsException("UPSTASH_REDIS_URL must be set: the accounts are in the Redis of the service.");
        // UserCommand writes every error to standard error, so the connection to Redis needs no log.
        await using var redis = App.OpenRedis(url, settings, NullLogger.Instance);
        return await UserCommand.RunAsync(arguments, new OperatorAccounts(settings, AppStores.In(redis), TimeProvider.System));
    }

    private static AppSettings ReadSettings()
    {
        var settings = AppSettings.Read(Environment.GetEnvironmentVariable);
        return settings is { RedisUrl: null, RedisUrlParameter: not null }
            ? throw new SettingsException("UPSTASH_REDIS_URL_PARAMETER works only on the Lambda host. Set UPSTASH_REDIS_URL.")
            : settings;
    }
}
