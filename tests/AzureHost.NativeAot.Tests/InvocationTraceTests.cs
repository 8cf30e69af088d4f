using Portable.AzureFunctions;
using Xunit;

namespace Lessons.Tests;

public sealed class InvocationTraceTests
{
    // The host drops a line of an invocation that does not run.
    [Fact]
    public async Task What_outlives_an_invocation_does_not_belong_to_it_any_more()
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
