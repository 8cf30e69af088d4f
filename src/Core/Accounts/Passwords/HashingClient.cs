namespace Lessons;

/// <summary>What one client has in the queue. <paramref name="lastServed"/> counts hashes, not time.</summary>
internal sealed class HashingClient(long lastServed)
{
    public LinkedList<TaskCompletionSource> Waiting { get; } = [];

    public int Running { get; set; }

    public long LastServed { get; set; } = lastServed;

    public int Count => Waiting.Count + Running;
}
