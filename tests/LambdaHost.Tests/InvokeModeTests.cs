using System.Globalization;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests lambda-local in front of a Function URL's function with the invoke mode RESPONSE_STREAM.</summary>
public sealed class InvokeModeTests : IDisposable
{
    private const string Mode = "RESPONSE_STREAM";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_program_streams_every_response_when_its_URL_streams()
    {
        await using var service = await RunningHost.WaitForAsync(BashBootstrap.StartTool(_folder, port: 0, "--bootstrap", BootstrapProgram.Path, "--invoke-mode", Mode));

        var login = await service.SendAsync("GET /login?userId=x");
        var cookie = "Cookie: " + login.Header("Set-Cookie")!.Split(';')[0];
        var marked = await service.SendAsync("POST /lessons/123/mark-complete", [cookie]);
        var listed = await service.SendAsync("GET /lessons/completed", [cookie]);

        Assert.Equal((307, "/lessons/completed"), (login.Status, login.Header("Location")));
        Assert.Equal((200, 200, "chunked"), (marked.Status, listed.Status, listed.Header("Transfer-Encoding")));
        Assert.Contains("\"123\":", listed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_in_one_piece_becomes_a_502_and_is_reported()
    {
        await using var service = await StartScriptAsync($"{BashBootstrap.Poll}body='{{\"statusCode\":200}}'{BashBootstrap.Answer}");

        Assert.Equal(502, (await service.SendAsync("GET /")).Status);
        await service.FindLineAsync("The function sent its response in one piece.");
    }

    // Eight NUL bytes must come after the JSON.
    [Theory]
    [InlineData("{\"statusCode\":200}", "has no eight NUL bytes")]
    [InlineData("{\"statusCode\":600}\\0\\0\\0\\0\\0\\0\\0\\0", "cannot be used: The statusCode must be from 200 to 599.")]
    [InlineData("no JSON\\0\\0\\0\\0\\0\\0\\0\\0", "cannot be used: ")]
    public async Task A_stream_without_a_valid_prelude_becomes_a_502_and_is_reported(string body, string line)
    {
        await using var service = await StartScriptAsync(BashBootstrap.Poll + Stream(body));

        Assert.Equal(502, (await service.SendAsync("GET /")).Status);
        await service.FindLineAsync(line);
    }

    [Fact]
    public async Task A_prelude_above_16_KiB_becomes_a_502_and_is_reported()
    {
        var prelude = $"{{\"statusCode\":200,\"headers\":{{\"x\":\"{new string('x', 17_000)}\"}}}}";
        await using var service = await StartScriptAsync(BashBootstrap.Poll + Stream(prelude + "\\0\\0\\0\\0\\0\\0\\0\\0body"));

        Assert.Equal(502, (await service.SendAsync("GET /")).Status);
        await service.FindLineAsync("has no eight NUL bytes within its first 16384 bytes");
    }

    [Fact]
    public async Task A_function_that_times_out_within_its_response_cuts_the_response()
    {
        await using var service = await StartScriptAsync(BashBootstrap.Poll + Stream("{\"statusCode\":200}\\0\\0\\0\\0\\0\\0\\0\\0first", isWhole: false), "--timeout", "5");
        using var connection = await service.ConnectAsync();

        await connection.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        await connection.ReadUntilAsync("first");

        await Assert.ThrowsAnyAsync<IOException>(() => connection.ReadUntilAsync("0\r\n\r\n"));
    }

    [Theory]
    [InlineData("--event-format", "alb")]
    [InlineData("--event", "events/login.json")]
    public async Task The_mode_is_refused_where_it_does_not_exist(string option, string value)
    {
        await using var process = BashBootstrap.StartTool(_folder, port: 0, "--invoke-mode", Mode, option, value);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("Only a Function URL has the invoke mode RESPONSE_STREAM", process.Output, StringComparison.Ordinal);
    }

    private Task<RunningHost> StartScriptAsync(string script, params string[] options) => BashBootstrap.StartAsync(_folder, script, ["--invoke-mode", Mode, .. options]);

    // Sends the body in one chunk. The body is a format of printf. Then waits until lambda-local kills the process.
    private static string Stream(string body, bool isWhole = true)
    {
        var length = body.Replace("\\0", "0", StringComparison.Ordinal).Length.ToString("x", CultureInfo.InvariantCulture);
        return $$"""

            exec 4<> "/dev/tcp/$address"
            printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\n' "$id" >&4
            printf 'Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n' >&4
            printf '{{length}}\r\n{{body}}\r\n{{(isWhole ? "0\\r\\n\\r\\n" : "")}}' >&4
            exec sleep 60
            """;
    }
}
