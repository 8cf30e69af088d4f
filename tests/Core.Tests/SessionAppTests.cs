using NSubstitute;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests the lifetime of a session in mode <c>password</c>, with substitutes for the stores.</summary>
public sealed class SessionAppTests
{
    private readonly AppUnderTest _app = new(new()
    {
        LoginMode = LoginMode.Password,
        SessionLifetime = TimeSpan.FromSeconds(1000),
        SessionIdleLifetime = TimeSpan.FromSeconds(600),
    });

    [Theory]
    [InlineData(-86_400, 600)] // the clock was set back
    [InlineData(0, 600)]
    [InlineData(399, 600)]
    [InlineData(400, 600)]
    [InlineData(401, 599)]
    [InlineData(999, 1)]
    public async Task A_request_extends_its_session_by_the_idle_time_out_up_to_SESSION_TTL(int age, int left)
    {
        _app.Time.AdjustTime(AppUnderTest.SessionTime.AddSeconds(age));

        await _app.SendAsync(AppUnderTest.UserRequest("GET", "/lessons/completed"));

        await _app.Sessions.Received(1).FindUserAndExtendAsync(AppUnderTest.SessionId, TimeSpan.FromSeconds(left), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData(999.9995)] // less than a millisecond is left, and a millisecond is the unit of Redis
    [InlineData(1000)]
    [InlineData(1_000_000_000)] // the clock jumps ahead
    public async Task A_session_at_its_end_returns_403_without_a_store_call(double age)
    {
        _app.Time.AdjustTime(AppUnderTest.SessionTime.AddSeconds(age));

        Assert.Equal(403, (await _app.SendAsync(AppUnderTest.UserRequest("GET", "/lessons/completed"))).Status);
        Assert.Empty(_app.Sessions.ReceivedCalls());
    }

    [Fact]
    public async Task A_session_older_than_SESSION_TTL_returns_403()
    {
        var app = new AppUnderTest(new() { LoginMode = LoginMode.Password, SessionLifetime = TimeSpan.FromSeconds(1000) });
        app.Time.AdjustTime(AppUnderTest.SessionTime.AddSeconds(999));
        Assert.Equal(200, (await app.SendAsync(AppUnderTest.UserRequest("GET", "/lessons/completed"))).Status);

        app.Time.AdjustTime(AppUnderTest.SessionTime.AddSeconds(1000));
        Assert.Equal(403, (await app.SendAsync(AppUnderTest.UserRequest("GET", "/lessons/completed"))).Status);
    }
}
