using System.Globalization;
using System.Text.RegularExpressions;
using Lessons.TestKit;
using Xunit;

namespace Portable.Tests;

public sealed partial class LambdaStreamTests(StreamProbe host) : JsonLogCases(host), IClassFixture<StreamProbe>
{
    [Fact]
    public async Task The_deadline_cuts_a_streamed_response()
    {
        await using var service = await ProbePrograms.StartLambdaAsync("--invoke-mode", "RESPONSE_STREAM", "--timeout", "2");
        await service.SendAsync("GET /throw");
        using var connection = await service.ConnectAsync();

        await connection.SendAsync("GET /endless/deadline HTTP/1.1\r\nHost: h\r\n\r\n");
        await connection.ReadUntilAsync("first");

        await Assert.ThrowsAnyAsync<IOException>(() => connection.ReadUntilAsync("0\r\n\r\n"));
    }

    // A response of 20 MB in one piece would need its size in memory, and its size again as base64.
    [Fact]
    public async Task A_streamed_response_of_20_MB_needs_less_than_8_MB_of_memory()
    {
        Needs.Linux("the peak of the memory in the report of lambda-local");
        await using var service = await ProbePrograms.StartLambdaAsync("--invoke-mode", "RESPONSE_STREAM");
        await service.SendAsync("GET /parts/1000000");
        var before = await PeakAsync(service, 1);

        var response = await service.SendAsync("GET /parts/20000000");

        Assert.Equal((200, 20_000_000), (response.Status, response.Bytes.Length));
        Assert.InRange(await PeakAsync(service, 2), before, before + 7);
    }

    // The peak of the function's memory, in MB, in the report of the nth invocation.
    private static async Task<int> PeakAsync(RunningHost service, int invocation)
    {
        await Eventually.HoldsAsync("the report of the invocation", () => Task.FromResult(PeakPattern().Count(service.Output) >= invocation));
        return int.Parse(PeakPattern().Matches(service.Output)[invocation - 1].Groups["megabytes"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("Max Memory Used: (?<megabytes>[0-9]+) MB", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PeakPattern();
}

public sealed class StreamProbe() : LambdaProbe("function-url", streams: true);
