using Microsoft.Extensions.Logging.Abstractions;
using Portable.AzureFunctions;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

/// <summary>Invocations of an application that goes wrong where no handler can.</summary>
public sealed class InvocationsTests
{
    [Fact]
    public async Task An_answer_that_no_message_can_carry_becomes_a_500()
    {
        var stream = new HostStream(new("http://127.0.0.1:1", "worker", "request", int.MaxValue));
        var application = new Application(_ => (_, _) => new(new AppResponse(200) { Headers = [new("X", null!)] }), _ => null, TimeProvider.System, NullLogger.Instance);
        Assert.Null(application.Create(Task.CompletedTask));
        var invocations = new Invocations(application, stream, TimeProvider.System, NullLogger.Instance);

        invocations.Begin(Requests.Invocation("id-1", Requests.Http("GET", "/")));
        await invocations.InFlight;

        var answer = Assert.Single(stream.Unsent, message => message.InvocationResponse is not null).InvocationResponse;
        Assert.Equal(("id-1", "500"), (answer.InvocationId, answer.ReturnValue.Http.StatusCode));
    }
}
