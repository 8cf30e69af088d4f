using Xunit;

namespace Portable.Tests;

public sealed class HostLogTests
{
    [Fact]
    public async Task A_missing_line_is_an_error_with_the_last_lines_of_the_log()
    {
        var log = new HostLog();
        for (var i = 0; i < 30; i++)
            log.Add($"line {i}");

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => log.FindLineWithinAsync(TimeSpan.Zero, "a", "b"));

        Assert.Contains("a line with \"a\" and \"b\"\nThe last lines of the log:\nline 10\nline 11\n", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("\nline 29", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_context_of_a_log_is_always_the_same_object()
    {
        var log = new HostLog();

        Assert.Same(log.Context, log.Context);
        Assert.Same(log, log.Context.Logger);
    }
}
