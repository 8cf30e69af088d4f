namespace Lessons;

/// <summary>
/// Shares the processors among the clients whose passwords are to be hashed. A client is an address and an account together. The
/// client with the fewest requests in the queue is served first. Among several such clients, the client whose address has the
/// fewest requests is served first. If there are still several clients, the client that was served, or that arrived, the longest
/// ago is served first.
/// So a client that sends many requests at once waits behind a client that sends one request after the other. No client waits for
/// ever: a client that was passed over too often is served before the others. If there are several such clients, the client that
/// has waited the longest is served first.
/// </summary>
internal sealed class HashingQueue(int processors, int capacity)
{
    // A client is served first if the queue has completed more than this number of requests since the client was served, or since
    // it arrived.
    private const int MostPassedOver = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<LoginSource, HashingClient> _clients = [];
    private int _free = processors;
    private int _waiting;
    private long _served;

    /// <summary>
    /// The number of clients with requests in the queue. A client is removed when all its requests are done or refused.
    /// </summary>
    internal int Clients
    {
        get
        {
            lock (_lock)
                return _clients.Count;
        }
    }

    /// <summary>Runs the work on a thread of its own, as soon as the client's turn comes.</summary>
    /// <exception cref="BusyException">
    /// The queue is full, and this work gets no place in the queue, or loses its place to a client or an address with fewer
    /// waiting requests.
    /// </exception>
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

        // The work gets a thread of its own: the thread pool has few threads, and these serve the requests that do not compute.
        // Work that has begun runs to its end, even if no request waits for its result any more. The processor is free only then.
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

    // If the client with the most waiting requests has at least two more than this client, that client loses its newest request.
    // Otherwise, if the address with the most waiting requests has at least two more than the address of this client, the client
    // of that address that was served or arrived last loses its newest request. Otherwise the queue stays full, and this method
    // returns false.
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
            Leave(name); // the turn came at the same time as the cancellation
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
