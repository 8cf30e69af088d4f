using System.Text;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests lambda-local in front of a Function URL's function with the invoke mode RESPONSE_STREAM.</summary>
public sealed class InvokeModeTests : IDisposable
{
    private const string Stream = "RESPONSE_STREAM";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_program_streams_every_response_when_its_URL_streams()
    {
        await using var service = await Service.WaitForAsync(BashBootstrap.StartTool(_folder, port: 0, "--bootstrap", BootstrapProgram.Path, "--invoke-mode", Stream));

        var login = await service.SendAsync("GET /login?userId=x");
        var cookie = "Cookie: " + login.Header("Set-Cookie")!.Split(';')[0];
        var marked = await service.SendAsync("POST /lessons/123/mark-complete", [cookie]);
        var listed = await service.SendAsync("GET /lessons/completed", [cookie]);

        Assert.Equal((307, "/lessons/completed"), (login.Status, login.Header("Location")));
        Assert.Equal((200, 200, "chunked"), (marked.Status, listed.Status, listed.Header("Transfer-Encoding")));
        Assert.Contains("\"123\":", listed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_part_arrives_while_the_function_makes_the_next()
    {
        await using var service = await StartProbeAsync("--timeout", "5");
        using var connection = await service.ConnectAsync();

        await connection.SendAsync("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n");

        var start = await connection.ReadUntilAsync("5\r\nfirst\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", start, StringComparison.Ordinal);
        await service.Process.FindLineAsync("The probe waits"); // without the fix of a stream, nothing arrives before the deadline
        await Assert.ThrowsAnyAsync<IOException>(() => connection.ReadUntilAsync("0\r\n\r\n")); // the deadline cuts the response
        await service.Process.FindLineAsync("The probe has waited: the time is up");
    }

    [Theory]
    [InlineData("echo '{}'", "The function sent its response in one piece.")]
    public async Task A_response_in_one_piece_becomes_a_502_and_is_reported(string _, string line)
    {
        await using var service = await BashBootstrap.StartAsync(_folder, $"{BashBootstrap.Poll}body='{{\"statusCode\":200}}'{BashBootstrap.Answer}", "--invoke-mode", Stream);

        Assert.Equal(502, (await service.SendAsync("GET /")).Status);
        await service.Process.WaitForLineAsync(line);
    }

    private Task<Service> StartProbeAsync(params string[] options) =>
        Service.WaitForAsync(BashBootstrap.StartTool(_folder, port: 0, ["--bootstrap", Programs.Built("Probe", "probe"), "--invoke-mode", Stream, .. options]));
}
