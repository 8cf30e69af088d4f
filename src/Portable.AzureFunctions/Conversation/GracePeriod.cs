using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>Computes how much time a worker has after WorkerTerminate.</summary>
internal static class GracePeriod
{
    // The host kills a worker after five seconds.
    private const double Longest = 5;

    // The time for sending the last answers.
    private const double Margin = 0.5;

    /// <summary>Returns the part of the host's grace period that invocations in flight may use.</summary>
    public static TimeSpan Of(WorkerTerminate request)
    {
        var seconds = request.GracePeriod is { } grace ? grace.Seconds + (grace.Nanos / 1e9) : Longest;
        return TimeSpan.FromSeconds(Math.Clamp(seconds - Margin, 0, Longest - Margin));
    }
}
