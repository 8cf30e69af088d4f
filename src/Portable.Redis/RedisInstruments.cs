using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Authentication;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>
/// The metrics and spans of the commands. They contain the name of the operation, and no key. They have OpenTelemetry's names
/// where OpenTelemetry defines names. They cost next to nothing while no listener is active.
/// </summary>
public sealed class RedisInstruments
{
    private static readonly double[] Buckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]; // from OpenTelemetry's conventions

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _failures;

    /// <summary>
    /// Sets the name of the meter and of the activity source. The prefix begins the names that OpenTelemetry does not define.
    /// </summary>
    public RedisInstruments(string name, string prefix)
    {
        Spans = new(name);
        var meter = new Meter(name);
        _duration = meter.CreateHistogram(
            "db.client.operation.duration", "s", "Duration of database client operations.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
        _failures = meter.CreateCounter<long>($"{prefix}.failures", "{failure}", "Commands that failed, by kind.");
        Retries = meter.CreateCounter<long>($"{prefix}.retries", "{retry}", "Commands that were retried.");
    }

    internal bool AreWanted => _duration.Enabled || _failures.Enabled || Spans.HasListeners();

    internal Counter<long> Retries { get; }

    private ActivitySource Spans { get; }

    /// <summary>Runs a command in a span of its own.</summary>
    internal async Task<T> ObserveAsync<T>(string operation, Func<Task<T>> command)
    {
        using var span = Spans.StartActivity(operation, ActivityKind.Client);
        var tags = new TagList { { "db.system.name", "redis" }, { "db.operation.name", operation } };
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await command();
        }
        catch (StoreException exception) // a cancelled request is not counted as a failure of the store
        {
            tags.Add("error.type", Kind(exception));
            _failures.Add(1, tags);
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
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
