using System.Diagnostics;

namespace Lessons.Faults;

/// <summary>A request and its response: the send time as a <see cref="Stopwatch"/> timestamp, the duration, and the status.</summary>
internal sealed record Exchange(long Sent, TimeSpan Elapsed, int Status)
{
    public TimeSpan SentAfter(long timestamp) => Stopwatch.GetElapsedTime(timestamp, Sent);
}
