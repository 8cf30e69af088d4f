using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>The instruments for the metrics and traces of the service.</summary>
public static class Instruments
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Lessons";

    internal static HttpInstruments Http { get; } = new(Name);

    internal static RedisInstruments Redis { get; } = new(Name, "lessons.store");
}
