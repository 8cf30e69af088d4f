using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>Computes how much time a worker has after WorkerTerminate.</summary>
internal static class GracePeriod
{
    // In seconds. The host kills a worker five seconds after WorkerTerminate, even if the grace period is longer.
    private const double Longest = 5;

    // Invocations must end this many seconds before the grace period ends. In these seconds the worker sends the last answers.
    private const double Margin = 0.5;

    /// <summary>Returns the part of the host's grace period that invocations in flight may use.</summary>
    public static TimeSpan Of(WorkerTerminate request)
    {
        var seconds = request.GracePeriod is { } grace ? grace.Seconds + (grace.Nanos / 1e9) : Longest;
        return TimeSpan.FromSeconds(Math.Clamp(seconds - Margin, 0, Longest - Margin));
    }
}
