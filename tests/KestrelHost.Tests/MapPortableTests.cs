using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Portable.AspNetCore;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

/// <summary>Runs a portable application, in most tests as a part of an ASP.NET Core application.</summary>
public sealed class MapPortableTests
{
    [Theory]
    [InlineData("GET /own", "", "its own")]
    [InlineData("DELETE /own", "", "DELETE /own? 0")]
    [InlineData("GET /", "", "GET /? 0")]
    [InlineData("GET /echo%2F/%41?a=%zz", "", "GET /echo%2F/%41?a=%zz 0")]
    [InlineData("POST /echo", "12345", "POST /echo? 5")]
    public async Task Only_requests_without_an_own_endpoint_reach_the_portable_application(string line, string body, string answer)
    {
        await using var server = Create();
        await server.StartAsync();
        using var connection = await RawConnection.OpenAsync(int.Parse(server.Urls.Single().Split(':')[^1], CultureInfo.InvariantCulture));

        await connection.SendAsync($"{line} HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var response = await connection.ReadAsync();

        Assert.Equal((200, answer), (response.Status, response.Body));
    }

    [Fact]
    public async Task A_body_above_the_limit_of_the_server_returns_413()
    {
        await using var server = Create(maxRequestBytes: 10);
        await server.StartAsync();
        using var connection = await RawConnection.OpenAsync(int.Parse(server.Urls.Single().Split(':')[^1], CultureInfo.InvariantCulture));

        await connection.SendAsync("POST /limited HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n12345678901");

        Assert.Equal(413, (await connection.ReadAsync()).Status);
    }

    private static WebApplication Create(long maxRequestBytes = 1_000_000)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = maxRequestBytes);
        var server = builder.Build();
        server.MapGet("/own", () => Results.Text("its own"));
        server.MapPortable((request, _) =>
            new(new AppResponse(200) { Body = Encoding.ASCII.GetBytes($"{request.Method} {request.Path}?{request.Query} {request.Body.Length}") }));
        return server;
    }

    // Like Amazon's server, this context has no feature for the request's lifetime and no feature for the body's pipe.
    [Fact]
    public async Task A_server_without_lifetime_and_body_pipe_features_returns_201()
    {
        using var application = new PortableApplication((request, _) => new(new AppResponse(201) { Body = request.Body }), NullLogger.Instance, TimeProvider.System);
        var context = new DefaultHttpContext { Request = { Method = "POST", Body = new MemoryStream([1, 2]) }, Response = { Body = new MemoryStream() } };
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";

        await application.AnswerAsync(context);

        Assert.Equal((201, 2), (context.Response.StatusCode, context.Response.Body.Length));
    }
}
