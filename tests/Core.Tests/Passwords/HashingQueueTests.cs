using Xunit;

namespace Lessons.Tests.Passwords;

/// <summary>Tests a queue for one processor. Work that has a gate ends when the test opens the gate.</summary>
public sealed class HashingQueueTests
{
    private readonly HashingQueue _queue = new(processors: 1, capacity: 6);
    private readonly List<string> _served = [];

    [Fact]
    public async Task A_client_with_one_request_is_served_before_a_client_with_many()
    {
        using var gate = new ManualResetEventSlim();
        var all = new List<Task> { RunAsync("first", "a", gate) };
        for (var i = 0; i < 3; i++)
            all.Add(RunAsync("many", "b", null));
        all.Add(RunAsync("one", "c", null));

        gate.Set();
        await Task.WhenAll(all);

        Assert.Equal(["first", "one", "many", "many", "many"], _served);
    }

    [Fact]
    public async Task Among_equal_clients_the_address_with_fewer_requests_is_first()
    {
        using var gate = new ManualResetEventSlim();
        List<Task> all = [RunAsync("first", "a", gate), RunAsync("b1", "b", null), RunAsync("b2", "b", null), RunAsync("c", "c", null), RunAsync("d", "d", null)];

        gate.Set();
        await Task.WhenAll(all);

        Assert.Equal(["first", "c", "d", "b1", "b2"], _served);
    }

    [Fact]
    public async Task In_a_full_queue_the_client_with_the_most_requests_loses_one()
    {
        using var gate = new ManualResetEventSlim();
        var running = RunAsync("first", "a", gate);
        var many = Enumerable.Range(0, 6).Select(_ => RunAsync("many", "b", null)).ToList();

        await Assert.ThrowsAsync<BusyException>(() => RunAsync("many", "b", null));
        var one = RunAsync("one", "c", null);
        await Assert.ThrowsAsync<BusyException>(() => many[^1]);

        gate.Set();
        await Task.WhenAll([running, one, .. many[..^1]]);
        Assert.Equal(["first", "one", "many", "many", "many", "many", "many"], _served);
    }

    [Fact]
    public async Task A_client_with_two_requests_is_served_within_20_turns()
    {
        var gates = Enumerable.Range(0, 40).Select(_ => new ManualResetEventSlim()).ToList();
        var all = new List<Task> { RunAsync("single", "address-0", gates[0]), RunAsync("two", "a", null), RunAsync("two", "a", null) };

        // In each turn, a client with one request waits beside the client "two", so the queue passes over "two".
        for (var i = 1; i < gates.Count; i++)
        {
            all.Add(RunAsync("single", $"address-{i}", gates[i]));
            gates[i - 1].Set();
            await all[i == 1 ? 0 : i + 1];
        }

        gates[^1].Set();
        await Task.WhenAll(all);
        Assert.InRange(_served.IndexOf("two"), 1, 20);
        gates.ForEach(gate => gate.Dispose());
    }

    [Fact]
    public async Task In_a_full_queue_the_address_with_the_most_requests_loses_one()
    {
        using var gate = new ManualResetEventSlim();
        var running = RunAsync("first", "a", gate);
        var many = Enumerable.Range(0, 6).Select(i => RunAsync($"account-{i}", "b", null)).ToList();

        await Assert.ThrowsAsync<BusyException>(() => RunAsync("account-7", "b", null));
        var one = RunAsync("one", "c", null);
        gate.Set();
        await Task.WhenAll(running, one);

        Assert.Equal(1, (await Task.WhenAll(many.Select(IsRefusedAsync))).Count(isRefused => isRefused));
    }

    [Fact]
    public async Task A_refused_client_is_removed_from_the_queue()
    {
        using var gate = new ManualResetEventSlim();
        List<Task> all = [RunAsync("first", "a", gate), .. Enumerable.Range(0, 6).Select(i => RunAsync("one", $"address-{i}", null))];

        for (var i = 0; i < 100; i++)
            await Assert.ThrowsAsync<BusyException>(() => RunAsync("late", $"late-{i}", null));

        Assert.Equal(7, _queue.Clients);
        gate.Set();
        await Task.WhenAll(all);
        Assert.Equal(0, _queue.Clients);
    }

    [Fact]
    public async Task Work_that_is_cancelled_while_it_waits_never_runs()
    {
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var running = RunAsync("first", "a", gate);
        var waiting = RunAsync("second", "b", null, cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Set();
        await running;
        await RunAsync("third", "c", null);

        Assert.Equal(["first", "third"], _served);
    }

    [Fact]
    public async Task Work_that_throws_releases_its_processor()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _queue.RunAsync<int>(new("a", "first"), () => throw new InvalidDataException(), CancellationToken.None));

        await RunAsync("second", "a", null);

        Assert.Equal(["second"], _served);
    }

    private static async Task<bool> IsRefusedAsync(Task task)
    {
        try
        {
            await task;
            return false;
        }
        catch (BusyException)
        {
            return true;
        }
    }

    private Task<int> RunAsync(string user, string address, ManualResetEventSlim? gate, CancellationToken cancellationToken = default) => _queue.RunAsync(
        new(address, user),
        () =>
        {
            gate?.Wait(CancellationToken.None);
            lock (_served)
                _served.Add(user);
            return 0;
        },
        cancellationToken);
}
