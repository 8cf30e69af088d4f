namespace Lessons;

/// <summary>
/// Shares processors out among clients whose passwords are to be hashed, by address and account together. The client with
/// the fewest requests here is served first; of those, the one whose address has the fewest; of those, the one that was
/// served, or came, longest ago. So whoever sends many requests at once waits behind whoever sends one after the other. But
/// nobody waits for ever: a client that was passed over too often comes first, and of several the one that waits the longest.
/// </summary>
internal sealed class HashingQueue(int processors, int capacity)
{
    // How many others may be served before a client that waits.
    private const int MostPassedOver = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<LoginSource, HashingClient> _clients = [];
    private int _free = processors;
    private int _waiting;
    private long _served;

    /// <summary>How many clients have something here. One whose requests are done or refused is forgotten.</summary>
    internal int Clients
    {
        get
        {
            lock (_lock)
                return _clients.Count;
        }
    }

    /// <summary>Runs the work on a thread of its own, as soon as it is this client's turn.</summary>
    /// <exception cref="BusyException">More is waiting than can be done in some ten seconds, and no client has more of it than this one.</exception>
    public async Task<T> RunAsync<T>(LoginSource client, Func<T> work, CancellationToken cancellationToken)
    {
        var turn = Enter(client);
        try
        {
            await turn.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Abandon(client, turn);
            throw;
        }

        // The pool has few threads, and they are for those who do not compute. What has begun is finished even if nobody waits
        // for it any more, and only then is the processor free.
        var running = Task.Factory.StartNew(() => RunAndLeave(client, work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return await running.WaitAsync(cancellationToken);
    }

    private T RunAndLeave<T>(LoginSource client, Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            Leave(client);
        }
    }

    private TaskCompletionSource Enter(LoginSource name)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_clients.TryGetValue(name, out var client))
                _clients.Add(name, client = new(_served));
            if (_waiting == capacity && !TryMakeRoom(name, client))
            {
                RemoveIfIdle(name, client);
                throw new BusyException();
            }

            client.Waiting.AddLast(turn);
            _waiting++;
            ServeNext();
        }

        return turn;
    }

    // The client with the most waiting gives up its newest request, and where all have as many, a client of the address with
    // the most; unless that is this client or its address.
    private bool TryMakeRoom(LoginSource name, HashingClient client)
    {
        var largest = _clients.MaxBy(other => other.Value.Waiting.Count);
        if (client.Waiting.Count + 1 < largest.Value.Waiting.Count)
            return GiveWay(largest.Key, largest.Value);
        var waiting = CountByAddress(other => other.Waiting.Count);
        var (address, most) = waiting.MaxBy(count => count.Value);
        if (waiting.GetValueOrDefault(name.Address) + 1 >= most)
            return false;
        var newest = _clients.Where(other => other.Key.Address == address && other.Value.Waiting.Count > 0).MaxBy(other => other.Value.LastServed);
        return GiveWay(newest.Key, newest.Value);
    }

    private bool GiveWay(LoginSource name, HashingClient client)
    {
        client.Waiting.Last!.Value.TrySetException(new BusyException());
        client.Waiting.RemoveLast();
        _waiting--;
        RemoveIfIdle(name, client);
        return true;
    }

    private void Abandon(LoginSource name, TaskCompletionSource turn)
    {
        lock (_lock)
        {
            if (_clients.TryGetValue(name, out var client) && client.Waiting.Remove(turn))
            {
                _waiting--;
                RemoveIfIdle(name, client);
                return;
            }
        }

        if (turn.Task.IsCompletedSuccessfully)
            Leave(name); // its turn came at the same time
    }

    private void Leave(LoginSource name)
    {
        lock (_lock)
        {
            _free++;
            var client = _clients[name];
            client.Running--;
            client.LastServed = ++_served;
            RemoveIfIdle(name, client);
            ServeNext();
        }
    }

    private void RemoveIfIdle(LoginSource name, HashingClient client)
    {
        if (client.Count == 0)
            _clients.Remove(name);
    }

    private void ServeNext()
    {
        while (_free > 0 && _waiting > 0)
        {
            var next = FindNext();
            var turn = next.Waiting.First!.Value;
            next.Waiting.RemoveFirst();
            next.Running++;
            _free--;
            _waiting--;
            turn.SetResult();
        }
    }

    private HashingClient FindNext()
    {
        var byAddress = CountByAddress(client => client.Count);
        return _clients
            .Where(client => client.Value.Waiting.Count > 0)
            .MinBy(client => _served - client.Value.LastServed > MostPassedOver
                ? (0, 0, client.Value.LastServed)
                : (client.Value.Count, byAddress[client.Key.Address], client.Value.LastServed))
            .Value;
    }

    private Dictionary<string, int> CountByAddress(Func<HashingClient, int> count)
    {
        var byAddress = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (source, client) in _clients)
            byAddress[source.Address] = byAddress.GetValueOrDefault(source.Address) + count(client);
        return byAddress;
    }
}
