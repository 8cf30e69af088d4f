using System.Diagnostics;
using System.Security.Authentication;
using Lessons.Stores;
using StackExchange.Redis;

namespace Lessons.Telemetry;

/// <summary>Measures commands to the store while somebody listens: by operation, never by key.</summary>
internal static class StoreTelemetry
{
    public static bool IsWanted => Instruments.StoreDuration.Enabled || Instruments.StoreFailures.Enabled || Instruments.Spans.HasListeners();

    public static async Task<T> ObserveAsync<T>(string operation, Func<Task<T>> command)
    {
        using var span = Instruments.Spans.StartActivity(operation, ActivityKind.Client);
        var tags = new TagList { { "db.system.name", "redis" }, { "db.operation.name", operation } };
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await command();
        }
        catch (StoreException exception) // a request that has ended is no failure of the store
        {
            tags.Add("error.type", Kind(exception));
            Instruments.StoreFailures.Add(1, tags);
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            Instruments.StoreDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
            if (span is not null)
            {
                foreach (var (name, value) in tags)
                    span.SetTag(name, value);
            }
        }
    }

    // A server's error begins with its code, such as WRONGTYPE or OOM.
    private static string Kind(Exception exception) => exception.GetBaseException() switch
    {
        TimeoutException => "timeout",
        RedisServerException error => error.Message.Split(' ', 2)[0],
        AuthenticationException => "certificate",
        _ => "connection",
    };
}
