using System.Collections.Concurrent;
using System.Diagnostics;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>Marks one lesson after another as complete, and records the send time, the duration and the status of each request.</summary>
internal sealed class Student
{
    private static readonly string[] Failures = [ErrorBody.Of("We could not validate the provided session ID"), ErrorBody.Of("We could not save your progression...")];

    private readonly RunningHost _service;
    private readonly string _cookie;
    private readonly ConcurrentQueue<Exchange> _exchanges = [];
    private readonly ConcurrentQueue<string> _acknowledged = [];
    private int _sent;
    private Task _marking = Task.CompletedTask;

    private Student(RunningHost service, string name, string cookie) => (_service, Name, _cookie) = (service, name, cookie);

    public string Name { get; }

    public int Sent => _sent;

    public IReadOnlyCollection<Exchange> Exchanges => _exchanges;

    public static async Task<Student> LoginAsync(RunningHost service, string name)
    {
        // While a host starts on a busy machine, its first Redis command may exceed REDIS_TIMEOUT_MS, and the login returns 500.
        await Eventually.HoldsAsync("a login succeeds", async () => (await service.SendAsync($"GET /login?userId={name}")).Status == 307);
        return new(service, name, await service.LoginAsync(name));
    }

    /// <summary>Marks the next lesson. Fails unless the response is 200 or one of the 500 responses of the contract.</summary>
    public async Task<Exchange> MarkAsync(Action? whenSent = null)
    {
        var slug = $"lesson-{Interlocked.Increment(ref _sent)}";
        using var connection = await _service.ConnectAsync();
        var sent = Stopwatch.GetTimestamp();
        await connection.SendAsync($"POST /lessons/{slug}/mark-complete HTTP/1.1\r\nHost: localhost\r\n{_cookie}\r\n\r\n");
        whenSent?.Invoke();
        var response = await connection.ReadAsync();

        var exchange = new Exchange(sent, Stopwatch.GetElapsedTime(sent), response.Status);
        if (response.Status == 200)
            _acknowledged.Enqueue(slug);
        else
            Assert.True(response.Status == 500 && Failures.Contains(response.Body.TrimEnd('\n')), response.ToString());
        _exchanges.Enqueue(exchange);
        return exchange;
    }

    /// <summary>Marks lessons in <paramref name="inFlight"/> parallel loops until cancelled. Each loop waits for the response to its last mark.</summary>
    public Task MarkUntilAsync(CancellationToken stop, int inFlight = 4)
    {
        async Task LoopAsync()
        {
            while (!stop.IsCancellationRequested)
                await MarkAsync();
        }

        return _marking = Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => LoopAsync()));
    }

    /// <summary>Waits for the condition. If a mark fails or the condition does not hold in time, the exception contains the host's log.</summary>
    public async Task WaitUntilAsync(string what, Func<bool> condition)
    {
        try
        {
            await Eventually.HoldsAsync(what, async () =>
            {
                if (_marking.IsFaulted)
                    await _marking;
                return condition();
            });
        }
        catch (Exception exception)
        {
            var last = string.Join(", ", _exchanges.TakeLast(10).Select(exchange => $"{exchange.Status} in {exchange.Elapsed.TotalMilliseconds:F0} ms"));
            throw new InvalidOperationException($"This did not happen: {what}. The last of {_exchanges.Count} responses: {last}. {exception.Message}\n{_service.Output[^Math.Min(4000, _service.Output.Length)..]}", exception);
        }
    }

    public async Task RecoversAsync() =>
        await Eventually.HoldsAsync("a lesson can be marked", async () => (await MarkAsync()).Status == 200);

    /// <summary>Returns the number of lessons whose mark was acknowledged and that are not among the stored lessons.</summary>
    public int CountLost(IEnumerable<string> stored) => _acknowledged.Except(stored, StringComparer.Ordinal).Count();
}
