using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// A scripted Runtime API of Lambda. Every poll gets the next reply that a test has queued. Every post is kept.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"/>.
/// </summary>
internal sealed class ScriptedRuntime : IDisposable
{
    private readonly Channel<Reply> _events = Channel.CreateUnbounded<Reply>();
    private readonly Channel<ScriptedRequest> _posts = Channel.CreateUnbounded<ScriptedRequest>();
    private readonly ScriptedServer _server;
    private int _polls;

    public ScriptedRuntime() => _server = new(AnswerAsync);

    /// <summary>The value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Address => $"127.0.0.1:{_server.Port}";

    /// <summary>The number of polls that are waiting for an event.</summary>
    public int Polls => Volatile.Read(ref _polls);

    public Func<ScriptedRequest, Reply> OnPost { get; set; } = _ => Reply.Of(202);

    /// <summary>Queues the reply to one poll.</summary>
    public void Send(Reply reply) => _events.Writer.TryWrite(reply);

    /// <summary>Queues an event for one poll. The further headers are complete lines, each with its CRLF.</summary>
    public void SendEvent(string id, string json, string headers = "", TimeSpan? timeLeft = null) =>
        Send(Reply.Of(200, json, Headers(id, timeLeft) + headers));

    /// <summary>Returns the headers of every event as lines.</summary>
    public static string Headers(string id, TimeSpan? timeLeft = null)
    {
        var deadline = TimeProvider.System.GetUtcNow().Add(timeLeft ?? Eventually.Bound).ToUnixTimeMilliseconds();
        return $"lambda-runtime-aws-request-id: {id}\r\nLambda-Runtime-Deadline-Ms: {deadline.ToString(CultureInfo.InvariantCulture)}\r\nContent-Type: application/json\r\n";
    }

    /// <summary>Waits for the next response or error that the program posts.</summary>
    public async Task<ScriptedRequest> NextPostAsync()
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        return await _posts.Reader.ReadAsync(bound.Token);
    }

    /// <summary>Sends the event of a login and returns the status of the response.</summary>
    public async Task<int> LogInAsync()
    {
        SendEvent("id-1", Encoding.UTF8.GetString(EventFixture.Read("login")));
        return JsonDocument.Parse((await NextPostAsync()).Body).RootElement.GetProperty("statusCode").GetInt32();
    }

    /// <summary>Asserts that the program reports the sentence, prints no secret, and exits with code 1.</summary>
    public async Task AssertInitErrorAsync(ChildProcess process, string sentence)
    {
        var post = await NextPostAsync();
        Assert.Equal("POST /2018-06-01/runtime/init/error HTTP/1.1", post.Line);
        Assert.Equal("Runtime.SettingsException", post.Headers.First("Lambda-Runtime-Function-Error-Type"));
        Assert.Equal(sentence, JsonDocument.Parse(post.Body).RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.DoesNotContain("s3cret", post.Body + process.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    private async Task<Reply> AnswerAsync(ScriptedRequest request)
    {
        if (request.Line != "GET /2018-06-01/runtime/invocation/next HTTP/1.1")
        {
            var reply = OnPost(request);
            _posts.Writer.TryWrite(request);
            return reply;
        }

        Interlocked.Increment(ref _polls);
        try
        {
            return await _events.Reader.ReadAsync();
        }
        finally
        {
            Interlocked.Decrement(ref _polls);
        }
    }
}
