using System.IO.Compression;
using System.Text;
using Lessons.TestKit;
using Microsoft.Extensions.Logging;
using Portable.AspNetCore;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

/// <summary>Runs applications of one handler on Kestrel, with <see cref="RequestLog"/> as the only middleware or without middleware.</summary>
public sealed class KestrelRunnerTests
{
    [Fact]
    public async Task A_handler_that_throws_without_Recover_returns_500_and_is_logged()
    {
        var (answer, log) = await AskAsync((_, _) => throw new InvalidTimeZoneException("the detail"), "x");

        Assert.Equal((500, ErrorBody.Of("Internal server error") + "\n"), (answer.Status, answer.Body));
        Assert.NotNull(answer.Header("X-Request-Id"));
        Assert.Contains("the detail", log, StringComparison.Ordinal);
        Assert.Contains("\"path\":\"/a\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_above_the_limit_returns_413_when_a_handler_reads_it() =>
        Assert.Equal(413, (await AskAsync(Count, new string('x', BodyLimit.MaxBytes + 1))).Answer.Status);

    [Fact]
    public async Task A_body_of_MaxBodyBytes_is_read_completely() =>
        Assert.Equal("200000", (await AskAsync(Count, new string('x', 200_000), maxBodyBytes: 200_000)).Answer.Body);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_streamed_response_is_sent_completely_and_its_length_is_logged(bool isLengthKnown)
    {
        var (answer, log) = await AskAsync(Streamed(isLengthKnown), "x");

        Assert.Equal((200, 100_000), (answer.Status, answer.Body.Length));
        Assert.Equal(isLengthKnown ? "100000" : null, answer.Header("Content-Length"));
        Assert.Contains("\"status\":200,\"bytes\":100000,", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_returns_the_Content_Length_of_a_streamed_body_without_the_body()
    {
        var (answer, log) = await AskAsync(Streamed(isLengthKnown: true), "", method: "HEAD");

        Assert.Equal((200, "100000", ""), (answer.Status, answer.Header("Content-Length"), answer.Body));
        Assert.Contains("\"status\":200,\"bytes\":0,", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_fails_before_its_first_part_returns_500_and_is_logged()
    {
        var (answer, log) = await AskAsync(logger => RequestLog.To(logger, TimeProvider.System)((_, _) => new(AppResponse.Stream(200, "text/plain", Failing()))), "x");

        Assert.Equal((500, ErrorBody.Of("Internal server error") + "\n"), (answer.Status, answer.Body));
        Assert.Contains("the detail", log, StringComparison.Ordinal);
        Assert.DoesNotContain("\"status\":200", log, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Failing()
    {
        await Task.Yield();
        yield return ReadOnlyMemory<byte>.Empty;
        throw new InvalidTimeZoneException("the detail");
    }

    private static Func<ILogger, Handler> Streamed(bool isLengthKnown) => logger => RequestLog.To(logger, TimeProvider.System)((_, _) =>
    {
        var stream = new MemoryStream(new byte[100_000]);
        return new(new AppResponse(200) { BodyStream = isLengthKnown ? stream : new BufferedStream(new GZipStream(Compressed(stream), CompressionMode.Decompress)) });
    });

    private static MemoryStream Compressed(MemoryStream plain)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true))
            plain.CopyTo(gzip);
        compressed.Position = 0;
        return compressed;
    }

    private static ValueTask<AppResponse> Count(AppRequest request, CancellationToken cancellationToken) =>
        new(new AppResponse(200) { Body = Encoding.ASCII.GetBytes($"{request.Body.Length}") });

    private static Task<(RawResponse Answer, string Log)> AskAsync(Handler handler, string body, int maxBodyBytes = BodyLimit.MaxBytes) =>
        AskAsync(_ => handler, body, maxBodyBytes);

    private static async Task<(RawResponse Answer, string Log)> AskAsync(Func<ILogger, Handler> create, string body, int maxBodyBytes = BodyLimit.MaxBytes, string method = "POST")
    {
        using var output = new MemoryStream();
        using var logging = new JsonLoggerProvider(output, TimeProvider.System);
        var app = new HttpApp().Map(method, "/a", create(logging.CreateLogger("test"))).Build();
        return await FreePorts.StartAsync(async port =>
        {
            using var server = KestrelRunner.Build(new() { Port = port, MaxBodyBytes = maxBodyBytes }, app, logging);
            await server.StartAsync(TestContext.Current.CancellationToken);
            using var connection = await RawConnection.OpenAsync(port, "127.0.0.1");
            await connection.SendAsync($"{method} /a HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            var answer = await connection.ReadAsync(isHead: method == "HEAD");
            await server.StopAsync(TestContext.Current.CancellationToken);
            return (answer, Encoding.UTF8.GetString(output.ToArray()));
        });
    }
}
