namespace Lessons.WorkerStart;

/// <summary>What was measured of one executable: times in milliseconds, memory in MiB.</summary>
internal sealed class WorkerResult
{
    /// <summary>To the floor's first poll, or the worker's StartStream.</summary>
    public List<double> FirstSign { get; } = [];

    public List<double> FirstAnswer { get; } = [];

    public List<double> Memory { get; } = [];
}
