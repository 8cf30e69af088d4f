using System.Text;
using Lessons.TestKit;
using Portable.AspNetCore;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

/// <summary>An application of somebody else's on Kestrel, without any middleware.</summary>
public sealed class KestrelRunnerTests
{
    [Fact]
    public async Task A_handler_that_throws_without_Recover_is_500_and_logged()
    {
        var (answer, log) = await AskAsync((_, _) => throw new InvalidTimeZoneException("the detail"), "x");

        Assert.Equal((500, ErrorBody.Of("Internal server error") + "\n"), (answer.Status, answer.Body));
        Assert.NotNull(answer.Header("X-Request-Id"));
        Assert.Contains("the detail", log, StringComparison.Ordinal);
        Assert.Contains("\"path\":\"/a\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_413_for_a_handler_that_reads_it() =>
        Assert.Equal(413, (await AskAsync(Count, new string('x', BodyLimit.MaxBytes + 1))).Answer.Status);

    [Fact]
    public async Task A_body_within_a_limit_of_the_applications_own_is_read_whole() =>
        Assert.Equal("200000", (await AskAsync(Count, new string('x', 200_000), maxBodyBytes: 200_000)).Answer.Body);

    private static ValueTask<AppResponse> Count(AppRequest request, CancellationToken cancellationToken) =>
        new(new AppResponse(200) { Body = Encoding.ASCII.GetBytes($"{request.Body.Length}") });

    private static async Task<(RawResponse Answer, string Log)> AskAsync(Handler handler, string body, int maxBodyBytes = BodyLimit.MaxBytes)
    {
        using var output = new MemoryStream();
        using var logging = new JsonLoggerProvider(output, TimeProvider.System);
        var app = new HttpApp().Map("POST", "/a", handler).Build();
        return await FreePorts.StartAsync(async port =>
        {
            using var server = KestrelRunner.Build(new() { Port = port, MaxBodyBytes = maxBodyBytes }, app, logging);
            await server.StartAsync(TestContext.Current.CancellationToken);
            using var connection = await RawConnection.OpenAsync(port, "127.0.0.1");
            await connection.SendAsync($"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            var answer = await connection.ReadAsync();
            await server.StopAsync(TestContext.Current.CancellationToken);
            return (answer, Encoding.UTF8.GetString(output.ToArray()));
        });
    }
}
