using Microsoft.Extensions.Logging.Abstractions;
using Portable.AzureFunctions;
using Portable.AzureFunctions.Protocol;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

/// <summary>Invocations whose response the worker reads or writes after the handler has returned.</summary>
public sealed class InvocationsTests
{
    [Fact]
    public async Task A_body_stream_is_read_to_its_end()
    {
        var answer = await AnswerAsync((_, _) => new(new AppResponse(200) { BodyStream = new MemoryStream([1, 2, 3]) }));

        Assert.Equal(new byte[] { 1, 2, 3 }, answer.ReturnValue.Http.Body.Bytes.ToByteArray());
    }

    [Fact]
    public async Task A_response_that_cannot_be_written_as_a_message_returns_500()
    {
        var answer = await AnswerAsync((_, _) => new(new AppResponse(200) { Headers = [new("X", null!)] }));

        Assert.Equal(("id-1", "500"), (answer.InvocationId, answer.ReturnValue.Http.StatusCode));
    }

    private static async Task<InvocationResponse> AnswerAsync(Handler handler)
    {
        var stream = new HostStream(new("http://127.0.0.1:1", "worker", "request", int.MaxValue));
        var application = new Application((_, _) => new(handler), _ => null, TimeProvider.System, NullLogger.Instance);
        Assert.Null(await application.CreateAsync(() => Task.CompletedTask));
        var invocations = new Invocations(application, stream, TimeProvider.System, NullLogger.Instance);

        invocations.Begin(RpcRequests.Invocation("id-1", RpcRequests.Http("GET", "/")));
        await invocations.InFlight;

        return Assert.Single(stream.Unsent, message => message.InvocationResponse is not null).InvocationResponse;
    }
}
