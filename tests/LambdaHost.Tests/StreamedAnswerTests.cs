using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Lessons.TestKit;
using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// Responses in the invoke mode RESPONSE_STREAM. The request to the Runtime API follows
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming"/>, the bytes follow
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html"/>.
/// </summary>
[Collection("The environment holds one invocation's trace")]
public sealed class StreamedAnswerTests
{
    private const string End = "\0\0\0\0\0\0\0\0";

    [Fact]
    public async Task A_streamed_response_has_a_prelude_and_a_chunk_for_each_part()
    {
        await using var loop = Start(AppResponse.Stream(200, "text/plain", Parts("one", "two", "three")) with { Cookies = [new("a", "1", MaxAge: null, Secure: false), new("b", "2", MaxAge: null, Secure: true)] });

        var post = await loop.InvokeAsync("id-1", Event("GET"));

        Assert.Equal("POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1", post.Line);
        Assert.Equal("streaming", post.Headers.First("Lambda-Runtime-Function-Response-Mode"));
        Assert.Equal("application/vnd.awslambda.http-integration-response", post.Headers.First("Content-Type"));
        Assert.Equal(["Lambda-Runtime-Function-Error-Type", "Lambda-Runtime-Function-Error-Body"], post.Headers.First("Trailer")!.Split(", "));
        Assert.Equal("close", post.Headers.First("Connection"));
        Assert.Null(post.Headers.First("Content-Length"));
        var head = """{"statusCode":200,"headers":{"Content-Type":"text/plain"},"cookies":["a=1; Path=/; HttpOnly; SameSite=Lax","b=2; Path=/; HttpOnly; SameSite=Lax; Secure"]}""";
        Assert.Equal([head + End, "one", "two", "three"], post.Chunks.Select(chunk => Encoding.UTF8.GetString(chunk)));
        Assert.Empty(post.Trailers);
    }

    [Fact]
    public async Task A_response_without_a_stream_is_sent_as_one_chunk()
    {
        await using var loop = Start(AppResponse.Json(200, json => json.WriteString("Hello"u8, "Zoë")));

        var post = await loop.InvokeAsync("id-1", Event("GET"));

        var head = """{"statusCode":200,"headers":{"Content-Type":"application/json; charset=utf-8","Cache-Control":"no-store"},"cookies":[]}""";
        Assert.Equal(head + End + "{\"Hello\":\"Zoë\"}\n", Encoding.UTF8.GetString(Assert.Single(post.Chunks)));
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    public async Task A_response_without_a_body_ends_after_its_prelude_and_reads_no_part(string method, int status)
    {
        await using var loop = Start(AppResponse.Stream(status, "text/plain", Failing()));

        var post = await loop.InvokeAsync("id-1", Event(method));

        Assert.EndsWith(End, post.Body, StringComparison.Ordinal);
        Assert.StartsWith($$"""{"statusCode":{{status}},""", post.Body, StringComparison.Ordinal);
        Assert.Empty(loop.Log);
    }

    [Fact]
    public async Task The_bytes_of_a_binary_body_are_sent_unchanged()
    {
        byte[] body = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        await using var loop = Start(new AppResponse(200) { BodyStream = new MemoryStream(body) });

        var post = await loop.InvokeAsync("id-1", Event("GET"));

        byte[] sent = [.. post.Chunks.SelectMany(chunk => chunk)];
        Assert.Equal(body, sent[(sent.AsSpan().IndexOf(Encoding.ASCII.GetBytes(End)) + End.Length)..]);
    }

    [Fact]
    public async Task A_body_that_fails_before_its_first_part_returns_500()
    {
        await using var loop = Start(AppResponse.Stream(200, "text/plain", Failing()));

        var post = await loop.InvokeAsync("id-1", Event("GET"));

        Assert.StartsWith("""{"statusCode":500,""", post.Body, StringComparison.Ordinal);
        Assert.EndsWith(End + ErrorBody.Of("Internal server error") + "\n", post.Body, StringComparison.Ordinal);
        Assert.Contains(loop.Log, line => line.GetRawText().Contains("the detail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_fails_halfway_is_reported_in_the_trailers_and_logged()
    {
        await using var loop = Start(AppResponse.Stream(200, "text/plain", Failing("one")));

        var post = await loop.InvokeAsync("id-1", Event("GET"));

        Assert.EndsWith(End + "one", post.Body, StringComparison.Ordinal);
        Assert.Equal("Function.InvalidTimeZoneException", post.Trailers.First("Lambda-Runtime-Function-Error-Type"));
        var report = JsonDocument.Parse(Convert.FromBase64String(post.Trailers.First("Lambda-Runtime-Function-Error-Body")!)).RootElement;
        Assert.Equal(("InvalidTimeZoneException", "the detail"), (report.GetProperty("errorType").GetString(), report.GetProperty("errorMessage").GetString()));
        await Eventually.HoldsAsync("the failure is logged", () => Task.FromResult(loop.Log.Any(line => line.GetRawText().Contains("The body of the response failed", StringComparison.Ordinal))));
        Assert.StartsWith("""{"statusCode":200,""", (await loop.InvokeAsync("id-2", Event("HEAD"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deadline_cancels_a_body_and_the_client_sees_that_it_is_cut()
    {
        await using var loop = Start(AppResponse.Stream(200, "text/plain", Endless()));

        loop.Runtime.SendEvent("id-1", Event("GET"), timeLeft: TimeSpan.FromSeconds(1));
        var post = await loop.Runtime.NextPostAsync();

        Assert.EndsWith(End + "one", post.Body, StringComparison.Ordinal);
        Assert.Matches("^Function\\.(Task|Operation)CanceledException$", post.Trailers.First("Lambda-Runtime-Function-Error-Type"));
    }

    [Fact]
    public async Task Each_streamed_response_has_a_connection_of_its_own()
    {
        await using var loop = Start(new AppResponse(200));

        var connections = new List<int>();
        for (var i = 0; i < 3; i++)
            connections.Add((await loop.InvokeAsync($"id-{i}", Event("GET"))).Connection);

        Assert.Equal([2, 3, 4], connections); // the first connection waits for events
    }

    [Fact]
    public async Task The_deadline_ends_a_body_that_ignores_its_token()
    {
        await using var loop = Start(AppResponse.Stream(200, "text/plain", Unstoppable()));

        loop.Runtime.SendEvent("id-1", Event("GET"), timeLeft: TimeSpan.FromSeconds(1));
        var post = await loop.Runtime.NextPostAsync();

        Assert.Equal("Function.OperationCanceledException", post.Trailers.First("Lambda-Runtime-Function-Error-Type"));
    }

    [Fact]
    public async Task A_long_error_is_cut_in_the_trailers()
    {
        await using var loop = Start(AppResponse.Stream(200, "text/plain", FailingWith(new string('x', 100_000), "one")));

        var post = await loop.InvokeAsync("id-1", Event("GET"));

        Assert.InRange(post.Trailers.First("Lambda-Runtime-Function-Error-Body")!.Length, 1000, 2000);
    }

    [Fact]
    public async Task Headers_above_16_KiB_return_500_and_are_logged()
    {
        await using var loop = Start(new AppResponse(200) { Headers = [new("X-Long", new string('x', 16 * 1024))] });

        var post = await loop.InvokeAsync("id-1", Event("GET"));

        Assert.StartsWith("""{"statusCode":500,""", post.Body, StringComparison.Ordinal);
        Assert.Contains(loop.Log, line => line.GetRawText().Contains("A Function URL accepts 16384.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_stream_is_reported_and_the_loop_continues(bool hasParts)
    {
        await using var loop = Start(() => hasParts ? AppResponse.Stream(200, "text/plain", Parts("one", "two")) : new AppResponse(200));
        var isRefused = true;
        loop.Runtime.OnPost = post => Reply.Of(isRefused && post.Line.Contains("/response", StringComparison.Ordinal) ? 413 : 202);

        await loop.InvokeAsync("id-1", Event("GET"));
        var report = await loop.Runtime.NextPostAsync();
        isRefused = false;

        Assert.Equal("POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1", report.Line);
        Assert.StartsWith("""{"statusCode":200,""", (await loop.InvokeAsync("id-2", Event("GET"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_REST_API_gets_a_whole_response()
    {
        await using var loop = Start(AppResponse.Stream(200, "text/plain; charset=utf-8", Parts("one", "two")));

        var post = await loop.InvokeAsync("id-1", """{"version":"1.0","httpMethod":"GET","path":"/"}""");

        Assert.Equal("onetwo", JsonDocument.Parse(post.Body).RootElement.GetProperty("body").GetString());
    }

    private static LoopUnderTest Start(AppResponse response) => Start(() => response);

    private static LoopUnderTest Start(Func<AppResponse> respond) => new(_ => (_, _) => new(respond()), mode: InvokeMode.ResponseStream);

    private static string Event(string method) => """{"version":"2.0","rawPath":"/","requestContext":{"http":{"method":"GET"}}}""".Replace("GET", method, StringComparison.Ordinal);

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Parts(params string[] parts)
    {
        foreach (var part in parts)
        {
            await Task.Yield();
            yield return Encoding.UTF8.GetBytes(part);
        }
    }

    private static IAsyncEnumerable<ReadOnlyMemory<byte>> Failing(params string[] parts) => FailingWith("the detail", parts);

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> FailingWith(string message, params string[] parts)
    {
        await foreach (var part in Parts(parts))
            yield return part;
        throw new InvalidTimeZoneException(message);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Unstoppable()
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            yield return "one"u8.ToArray();
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return "one"u8.ToArray();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
