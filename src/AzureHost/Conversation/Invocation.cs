using Lessons.AzureHost.Protocol;

namespace Lessons.AzureHost.Conversation;

/// <summary>A request on its way. The source has no timer, so there is nothing in it to dispose of.</summary>
internal sealed record Invocation(InvocationRequest Request, CancellationTokenSource Cancellation)
{
    public string Id => Request.InvocationId;

    /// <summary>Completes when the answer has been handed to the stream.</summary>
    public Task Answered { get; set; } = Task.CompletedTask;
}
