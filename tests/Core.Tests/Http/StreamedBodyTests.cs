using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests the body of <see cref="AppResponse.Stream"/> as a host reads it.</summary>
public sealed class StreamedBodyTests
{
    private readonly List<string> _seen = [];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task The_parts_are_read_in_order_with_any_buffer(int size)
    {
        await using var body = Body("one", "", "two", "three");
        var read = new List<byte>();
        var buffer = new byte[size];

        while (await body.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            read.AddRange(buffer.AsSpan(0, count));

        Assert.Equal("onetwothree", Encoding.UTF8.GetString([.. read]));
    }

    [Fact]
    public async Task A_part_is_requested_only_after_the_part_before_it_was_read()
    {
        await using var body = Body("one", "two");
        Assert.Empty(_seen);

        await body.ReadExactlyAsync(new byte[3], TestContext.Current.CancellationToken);

        Assert.Equal(["one"], _seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_not_read_to_its_end_runs_its_finally_block(bool isLogged)
    {
        var response = AppResponse.Stream(200, "text/plain", Parts(["one", "two"]));
        if (isLogged)
            response = await RequestLog.To(NullLogger.Instance, TimeProvider.System)((_, _) => new(response))(new AppRequest { Method = "GET", Path = "/", RequestId = "id" }, default);

        await using (var body = response.BodyStream!)
            await body.ReadExactlyAsync(new byte[2], TestContext.Current.CancellationToken);

        Assert.Equal(["one", "finally"], _seen);
    }

    [Fact]
    public async Task A_body_that_is_never_read_runs_no_code()
    {
        await using (Body("one"))
        {
        }

        Assert.Empty(_seen);
    }

    [Fact]
    public async Task The_token_of_the_host_reaches_the_parts()
    {
        using var source = new CancellationTokenSource();
        await using var body = Body("one", "two");
        await body.ReadExactlyAsync(new byte[3], source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await body.ReadExactlyAsync(new byte[3], CancellationToken.None));
    }

    [Fact]
    public async Task A_started_body_still_has_its_first_bytes_and_its_length()
    {
        var response = await new AppResponse(200) { BodyStream = new MemoryStream([1, 2, 3]) }.StartStreamAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, response.BodyLength);
        Assert.Equal([1, 2, 3], (await response.BufferAsync(3, TestContext.Current.CancellationToken)).Body.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_fails_before_it_is_sent_writes_no_line_of_success(bool isWhole)
    {
        using var output = new MemoryStream();
        using var logging = new JsonLoggerProvider(output, TimeProvider.System);
        var request = new AppRequest { Method = "GET", Path = "/", RequestId = "id" };
        var response = await RequestLog.To(logging.CreateLogger("test"), TimeProvider.System)((_, _) => new(AppResponse.Stream(200, "text/plain", Failing())))(request, default);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
            await (isWhole ? response.BufferAsync(100, TestContext.Current.CancellationToken) : response.StartStreamAsync(TestContext.Current.CancellationToken)));

        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task A_stream_whose_headers_cannot_be_sent_is_disposed_of()
    {
        var recover = Recover.LogTo(NullLogger.Instance);
        var response = AppResponse.Stream(200, "text/plain", Parts(["one"])) with { Headers = [new("X", "a\nb")] };
        await response.BodyStream!.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);

        var answer = await recover((_, _) => new(response))(new AppRequest { Method = "GET", Path = "/", RequestId = "id" }, default);

        Assert.Equal(500, answer.Status);
        Assert.Equal(["one", "finally"], _seen);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Failing()
    {
        await Task.Yield();
        yield return ReadOnlyMemory<byte>.Empty;
        throw new InvalidTimeZoneException("The body has thrown.");
    }

    private Stream Body(params string[] parts) => AppResponse.Stream(200, "text/plain", Parts(parts)).BodyStream!;

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> Parts(string[] parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var part in parts)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                _seen.Add(part);
                yield return Encoding.UTF8.GetBytes(part);
            }
        }
        finally
        {
            _seen.Add("finally");
        }
    }
}
