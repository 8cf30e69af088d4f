using System.Text;
using Lessons.TestKit;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

/// <summary>The whole application with substitutes for its stores.</summary>
internal sealed class AppUnderTest
{
    public const string SessionId = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";

    private readonly MemoryStream _log = new();

    /// <summary>The Cookie header of <see cref="SessionId"/>.</summary>
    public static readonly Header SessionCookie = new("Cookie", "xxx_session_id=" + SessionId);

    /// <summary>The creation time of <see cref="SessionId"/>, which is an example in KSUID's README.</summary>
    public static readonly DateTimeOffset SessionTime = DateTimeOffset.FromUnixTimeSeconds(1_400_000_000 + 107_608_047);

    public AppUnderTest(AppSettings? settings = null)
    {
        Sessions.FindUserAsync(SessionId, Arg.Any<CancellationToken>()).Returns("lambros");
        Progress.GetCompletedAsync("lambros", Arg.Any<CancellationToken>()).Returns(CompletedLessons.None);
        using var provider = new JsonLoggerProvider(_log, Time);
        Handler = App.Create(settings ?? new AppSettings(), Stores, Time, provider.CreateLogger("test"));
    }

    private AppStores Stores => new(Sessions, SessionIndex, Progress, Accounts, Attempts, cancellationToken => Ping(cancellationToken));

    public ISessionStore Sessions { get; } = Substitute.For<ISessionStore>();

    public IProgressStore Progress { get; } = Substitute.For<IProgressStore>();

    public Func<CancellationToken, Task> Ping { get; set; } = _ => Task.CompletedTask;

    public ISessionIndex SessionIndex { get; } = Substitute.For<ISessionIndex>();

    public IAccountStore Accounts { get; } = Substitute.For<IAccountStore>();

    public IAttemptStore Attempts { get; } = Substitute.For<IAttemptStore>();

    public FakeTimeProvider Time { get; } = new(new(2022, 10, 11, 23, 1, 14, 999, TimeSpan.Zero));

    public Handler Handler { get; }

    public string Log => Encoding.UTF8.GetString(_log.ToArray());

    public static AppRequest Request(string method, string path, params Header[] headers) =>
        new() { Method = method, Path = path, Headers = [.. headers], RequestId = "request-1" };

    /// <summary>A request of the logged-in user <c>lambros</c>.</summary>
    public static AppRequest UserRequest(string method, string path) =>
        Request(method, path, SessionCookie);

    /// <summary>Sends a request, and asserts that openapi.json describes the response.</summary>
    public async ValueTask<AppResponse> SendAsync(AppRequest request)
    {
        var response = await Handler(request, CancellationToken.None);
        var headers = response.JoinHeaders().Select(header => new Header(header.Key, header.Value)).Concat(response.Cookies.Select(cookie => new Header("Set-Cookie", cookie.ToString())));
        Assert.Null(ApiContract.Refuse(request.Method, request.Path, new(response.Status, [.. headers], Encoding.UTF8.GetString(response.Body.Span))));
        return response;
    }

    public static string Text(AppResponse response) => Encoding.UTF8.GetString(response.Body.Span).TrimEnd('\n');
}
