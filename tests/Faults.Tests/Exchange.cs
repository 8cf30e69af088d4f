using System.Diagnostics;

namespace Lessons.Faults;

/// <summary>A request and its answer: when it was sent, a <see cref="Stopwatch"/> timestamp, and how long it took.</summary>
internal sealed record Exchange(long Sent, TimeSpan Elapsed, int Status)
{
    public TimeSpan SentAfter(long timestamp) => Stopwatch.GetElapsedTime(timestamp, Sent);
}
