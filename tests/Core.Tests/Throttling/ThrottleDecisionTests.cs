using NSubstitute;
using Xunit;

namespace Lessons.Tests;

public sealed class ThrottleDecisionTests
{
    private readonly IAttemptStore _attempts = Substitute.For<IAttemptStore>();

    [Fact]
    public async Task An_attempt_that_meets_a_full_queue_is_taken_off_every_count()
    {
        var attempt = new Attempt("u", "192.0.2.1", ["a", "b"], null, Task.CompletedTask);

        await Assert.ThrowsAsync<BusyException>(() => new Throttle(_attempts).DecideAsync(attempt, Task.FromException<string>(new BusyException()), CancellationToken.None));

        await _attempts.Received(1).AddAsync("a", -1, Arg.Any<CancellationToken>());
        await _attempts.Received(1).AddAsync("b", -1, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task An_attempt_whose_time_is_up_stays_counted()
    {
        var attempt = new Attempt("u", "192.0.2.1", ["a"], null, Task.CompletedTask);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new Throttle(_attempts).DecideAsync(attempt, Task.FromCanceled<string>(new CancellationToken(canceled: true)), CancellationToken.None));

        await _attempts.DidNotReceiveWithAnyArgs().AddAsync(default!, default, default);
    }
}
