using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>How long a worker has that is told to leave.</summary>
internal static class GracePeriod
{
    // After five seconds the host kills a worker.
    private const double Longest = 5;

    // Time enough to send the last answers.
    private const double Margin = 0.5;

    /// <summary>What is left of the host's grace for requests in flight.</summary>
    public static TimeSpan Of(WorkerTerminate request)
    {
        var seconds = request.GracePeriod is { } grace ? grace.Seconds + (grace.Nanos / 1e9) : Longest;
        return TimeSpan.FromSeconds(Math.Clamp(seconds - Margin, 0, Longest - Margin));
    }
}
