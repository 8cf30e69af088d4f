namespace Lessons.ColdStart;

/// <summary>What was measured of one candidate: times in milliseconds, memory in MiB.</summary>
internal sealed class Result
{
    public List<double> FirstPoll { get; } = [];

    public List<double> FirstInvocation { get; } = [];

    public List<double> FirstAnswer { get; } = [];

    public List<double> ColdMemory { get; } = [];

    /// <summary>Of the last spawn.</summary>
    public List<double> WarmCalls { get; } = [];

    public double WarmMemory { get; set; }

    public double CpuMicroseconds { get; set; }
}
