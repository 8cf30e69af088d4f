using Portable.AzureFunctions;
using Xunit;

namespace Lessons.Tests;

public sealed class InvocationTraceTests
{
    // The host drops a log line with the id of an invocation that is not running, so later lines must not have the id.
    [Fact]
    public async Task Code_that_runs_after_its_invocation_has_no_invocation_id()
    {
        var (within, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task<(string?, string?)> observed;
        using (FunctionTrace.Begin(new() { InvocationId = "id-1" }))
        {
            observed = ObserveAsync(within.Task, over.Task);
            within.SetResult();
        }

        over.SetResult();

        Assert.Equal(("id-1", null), await observed);
    }

    private static async Task<(string? Within, string? After)> ObserveAsync(Task within, Task over)
    {
        await within;
        var id = FunctionTrace.InvocationId;
        await over;
        return (id, FunctionTrace.InvocationId);
    }
}
