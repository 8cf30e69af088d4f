using Xunit;

namespace Lessons.Tests;

/// <summary>The requests that the stand-in answers itself, as the Functions host does, without a function.</summary>
public sealed class HostRoutesTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("GET //a", 404, null)]
    [InlineData("GET /admin/host/ping", 200, null)]
    [InlineData("POST /Admin/Host/Ping", 200, null)]
    [InlineData("GET /admin/host/status", 401, "Bearer")]
    [InlineData("GET /admin/functions", 401, "Bearer")]
    [InlineData("GET /admin/host/keys", 401, "Bearer")]
    [InlineData("POST /admin/host/synctriggers", 401, "Bearer")]
    [InlineData("GET /runtime/webhooks/x", 401, "Bearer")]
    public async Task A_request_that_the_host_answers_itself_does_not_reach_the_function(string line, int status, string? challenge)
    {
        await using var host = await StandIn.StartAsync(_app);

        var response = await host.Running.SendAsync(line);

        Assert.Equal((status, "", challenge), (response.Status, response.Body, response.Header("WWW-Authenticate")));
    }

    [Theory]
    [InlineData("GET /admin")]
    [InlineData("GET /admin/host/synctriggers")]
    [InlineData("POST /admin/host/status")]
    [InlineData("GET /runtime/x")]
    public async Task Other_methods_and_paths_of_admin_and_runtime_reach_the_function(string line)
    {
        await using var host = await StandIn.StartAsync(_app);

        Assert.EndsWith(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], (await host.ExchangeAsync(line)).Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-Proto: https, http")]
    [InlineData("X-Forwarded-Proto: foo bar")]
    [InlineData("DISGUISED-HOST: a b")]
    public async Task An_invalid_X_Forwarded_Proto_or_DISGUISED_HOST_returns_an_empty_500(string header)
    {
        await using var host = await StandIn.StartAsync(_app);

        var response = await host.Running.SendAsync("GET /", [header]);

        Assert.Equal((500, ""), (response.Status, response.Body));
    }

    [Fact]
    public async Task An_HTTP_1_0_request_without_a_Host_header_returns_500()
    {
        await using var host = await StandIn.StartAsync(_app);
        using var connection = await host.Running.ConnectAsync();

        await connection.SendAsync("GET / HTTP/1.0\r\n\r\n");

        Assert.Equal(500, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task With_core_tools_the_stand_in_ignores_X_Forwarded_Proto()
    {
        await using var host = await _app.StartServiceAsync(port: 0, ["--core-tools"], []);

        Assert.Equal("http://localhost/a", (await host.ExchangeAsync("GET /a", ["X-Forwarded-Proto: https"])).Url);
    }
}
