using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests a sample application, which is independent of the lessons, on Kestrel, Lambda and Azure Functions.</summary>
public sealed class HelloTests
{
    [Theory]
    [InlineData("Kestrel")]
    [InlineData("Lambda")]
    [InlineData("AzureFunctions")]
    public async Task The_sample_returns_the_same_responses_on_every_host(string host)
    {
        await using var service = await StartAsync(host);

        IsAnswered(await service.SendAsync("GET /hello/Zo%C3%AB"), 200, """{"Hello":"Zoë"}""");
        IsAnswered(await service.SendAsync("GET /hello/%ff"), 400, """{"Message":"Malformed name","Code":"malformed-name"}""");
        IsAnswered(await service.SendAsync("HEAD /hello/x"), 200, "");
        IsAnswered(await service.SendAsync("POST /hello", ["Content-Type: application/x-www-form-urlencoded"], "name=a+b"), 200, """{"Hello":"a b"}""");
        IsAnswered(await service.SendAsync("POST /hello"), 400, """{"Message":"Missing name","Code":"missing-name"}""");
        IsAnswered(await service.SendAsync("GET /countdown/1"), 200, "1\n0");
        IsAnswered(await service.SendAsync("GET /countdown/61"), 400, """{"Message":"The seconds must be a whole number from 0 to 60","Code":"malformed-seconds"}""");
        IsAnswered(await service.SendAsync("GET /fail"), 500, """{"Message":"Internal server error","Code":"internal"}""");
        IsAnswered(await service.SendAsync("GET /nope"), 404, """{"Message":"Not found","Code":"not-found"}""");
        IsAnswered(await service.SendAsync("GET /hello"), 405, """{"Message":"Method not allowed","Code":"method-not-allowed"}""");
        Assert.Contains("This handler always fails.", await service.FindLineAsync("This handler always fails."), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kestrel")]
    [InlineData("Lambda")]
    [InlineData("AzureFunctions")]
    public async Task A_cookie_is_set_and_read_on_every_host(string host)
    {
        await using var service = await StartAsync(host);

        var first = await service.SendAsync("GET /visits");
        var second = await service.SendAsync("GET /visits", ["Cookie: " + first.Header("Set-Cookie")!.Split(';')[0]]);

        IsAnswered(first, 200, """{"Visits":"1"}""");
        IsAnswered(second, 200, """{"Visits":"2"}""");
        Assert.StartsWith("visits=2; ", second.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    private static void IsAnswered(RawResponse response, int status, string body)
    {
        Assert.Equal((status, body), (response.Status, response.Body.TrimEnd('\n')));
        Assert.NotNull(response.Header("X-Request-Id"));
    }

    private static Task<RunningHost> StartAsync(string host)
    {
        var program = Programs.Built("Hello." + host, host switch { "Kestrel" => "hello-server", "Lambda" => "bootstrap", _ => "" });
        string[] line = host switch
        {
            "Kestrel" => [program],
            "Lambda" => [Programs.Built("LambdaLocal", "lambda-local"), "--bootstrap", program, "--no-redis"],
            _ => [Programs.Built("FunctionsLocal", "functions-local"), "--app", program, "--no-redis"],
        };
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0" };
        return RunningHost.WaitForAsync(Programs.Start(line[0], line[1..], variables));
    }
}
