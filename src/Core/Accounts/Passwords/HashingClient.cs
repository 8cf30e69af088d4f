namespace Lessons;

/// <summary>The requests of one client in the queue. <paramref name="lastServed"/> is a number of hashes, not a time.</summary>
internal sealed class HashingClient(long lastServed)
{
    public LinkedList<TaskCompletionSource> Waiting { get; } = [];

    public int Running { get; set; }

    public long LastServed { get; set; } = lastServed;

    public int Count => Waiting.Count + Running;
}
