using NSubstitute;
using Portable.Redis;
using Xunit;

namespace Lessons.Tests;

public sealed class ThrottleDecisionTests
{
    private readonly IAttemptStore _attempts = Substitute.For<IAttemptStore>();

    [Fact]
    public async Task An_attempt_at_a_full_queue_is_subtracted_from_every_count()
    {
        var attempt = new Attempt("u", "192.0.2.1", ["a", "b"], null, Task.CompletedTask);

        await Assert.ThrowsAsync<BusyException>(() => new Throttle(_attempts).DecideAsync(attempt, Task.FromException<string>(new BusyException())));

        await _attempts.Received(1).AddAsync("a", -1);
        await _attempts.Received(1).AddAsync("b", -1);
    }

    [Fact]
    public async Task A_full_queue_throws_BusyException_even_if_Redis_fails_too()
    {
        var attempt = new Attempt("u", "192.0.2.1", ["a"], null, Task.FromException(new StoreException(new TimeoutException("too slow"))));

        await Assert.ThrowsAsync<BusyException>(() => new Throttle(_attempts).DecideAsync(attempt, Task.FromException<string>(new BusyException())));

        await _attempts.Received(1).AddAsync("a", -1);
    }

    [Fact]
    public async Task A_cancelled_attempt_stays_counted()
    {
        var attempt = new Attempt("u", "192.0.2.1", ["a"], null, Task.CompletedTask);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new Throttle(_attempts).DecideAsync(attempt, Task.FromCanceled<string>(new CancellationToken(canceled: true))));

        await _attempts.DidNotReceiveWithAnyArgs().AddAsync(default!, default);
    }

    [Fact]
    public async Task A_count_gets_a_time_to_live_before_the_attempt_is_decided()
    {
        var expiring = new TaskCompletionSource();
        _attempts.AddAsync(default!, default).ReturnsForAnyArgs((1, null));
        _attempts.ExpireAsync(default!, default).ReturnsForAnyArgs(expiring.Task);
        var throttle = new Throttle(_attempts);

        var attempt = await throttle.CountChangeAsync("u", "s");
        var deciding = throttle.DecideAsync(attempt, Task.FromResult("hash"));
        Assert.False(deciding.IsCompleted);
        expiring.SetResult();

        Assert.Equal("hash", await deciding);
        await _attempts.Received(1).ExpireAsync(RedisKeys.SessionAttempts("u", "s"), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task An_attempt_above_the_address_limit_is_not_counted_for_the_account()
    {
        _attempts.AddAsync(default!, default).ReturnsForAnyArgs((51, TimeSpan.FromSeconds(9)));
        var request = AppUnderTest.Request("POST", "/login") with { RemoteAddress = "192.0.2.1" };

        var attempt = await new Throttle(_attempts).BeginAsync(request, "u", CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(9), attempt.Wait);
        Assert.Equal([RedisKeys.AddressAttempts("192.0.2.1")], attempt.Keys);
        await _attempts.ReceivedWithAnyArgs(1).AddAsync(default!, default);
    }
}
