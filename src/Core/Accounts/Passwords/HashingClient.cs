namespace Lessons;

/// <summary>
/// The requests of one client in the queue. <paramref name="lastServed"/> is not a time: it is the number of requests that the
/// queue had completed when this client was served last, or when it arrived.
/// </summary>
internal sealed class HashingClient(long lastServed)
{
    public LinkedList<TaskCompletionSource> Waiting { get; } = [];

    public int Running { get; set; }

    public long LastServed { get; set; } = lastServed;

    public int Count => Waiting.Count + Running;
}
