using System.Text.Json.Nodes;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// The events and responses of lambda-local for the formats other than a Function URL.
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"/>,
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>,
/// <see href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"/>.
/// </summary>
public sealed class EventFormatTests : IDisposable
{
    // Responds with the event, as base64.
    private const string Echo = """
        encoded=$(printf %s "$event" | base64 -w0)
        case $event in
            *'"elb"'*) more='"statusDescription":"200 OK",' ;;
        esac
        body='{"statusCode":200,'$more'"headers":{},"multiValueHeaders":{},"isBase64Encoded":true,"body":"'$encoded'"}'

        """;

    private static readonly string[] Volatile = ["requestContext", "x-amzn-trace-id", "X-Amzn-Trace-Id", "x-forwarded-port", "X-Forwarded-Port"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http-api", """
        {"version":"2.0","routeKey":"$default","rawPath":"/a/b","rawQueryString":"x=1&x=%41+&y","cookies":["a=1","c=3"],
        "headers":{"host":"localhost","content-type":"text/plain","cookie":"a=1; c=3","content-length":"4","x-test":"1,2","x-forwarded-proto":"http","x-forwarded-for":"127.0.0.1"},
        "queryStringParameters":{"x":"1,A ","y":""},"body":"text","isBase64Encoded":false}
        """)]
    [InlineData("http-api-1", """
        {"version":"1.0","resource":"/{proxy+}","path":"/a/b","httpMethod":"POST",
        "headers":{"Host":"localhost","Content-Type":"text/plain","Cookie":"c=3","X-Test":"2","X-Forwarded-For":"192.0.2.1, 127.0.0.1","X-Forwarded-Proto":"http"},
        "multiValueHeaders":{"Host":["localhost"],"Content-Type":["text/plain"],"Cookie":["a=1","c=3"],"X-Test":["1","2"],"X-Forwarded-For":["192.0.2.1, 127.0.0.1"],"X-Forwarded-Proto":["http"]},
        "queryStringParameters":{"x":"A ","y":""},"multiValueQueryStringParameters":{"x":["1","A "],"y":[""]},
        "pathParameters":{"proxy":"a/b"},"stageVariables":null,"body":"text","isBase64Encoded":false}
        """)]
    [InlineData("rest-api", """
        {"resource":"/{proxy+}","path":"/a%2Fb","httpMethod":"POST",
        "headers":{"Host":"localhost","Content-Type":"text/plain","Cookie":"c=3","X-Test":"2","X-Forwarded-For":"192.0.2.1, 127.0.0.1","X-Forwarded-Proto":"http"},
        "multiValueHeaders":{"Host":["localhost"],"Content-Type":["text/plain"],"Cookie":["a=1","c=3"],"X-Test":["1","2"],"X-Forwarded-For":["192.0.2.1, 127.0.0.1"],"X-Forwarded-Proto":["http"]},
        "queryStringParameters":{"x":"A ","y":""},"multiValueQueryStringParameters":{"x":["1","A "],"y":[""]},
        "pathParameters":{"proxy":"a%2Fb"},"stageVariables":null,"body":"dGV4dA==","isBase64Encoded":true}
        """)]
    [InlineData("alb", """
        {"httpMethod":"POST","path":"/a%2Fb","queryStringParameters":{"x":"%41+","y":""},
        "headers":{"host":"localhost","content-type":"text/plain","cookie":"c=3","content-length":"4","x-test":"2","x-forwarded-for":"192.0.2.1, 127.0.0.1","x-forwarded-proto":"http"},
        "body":"text","isBase64Encoded":false}
        """)]
    [InlineData("alb-multi", """
        {"httpMethod":"POST","path":"/a%2Fb","multiValueQueryStringParameters":{"x":["1","%41+"],"y":[""]},
        "multiValueHeaders":{"host":["localhost"],"content-type":["text/plain"],"cookie":["a=1","c=3"],"content-length":["4"],"x-test":["1","2"],"x-forwarded-for":["192.0.2.1, 127.0.0.1"],"x-forwarded-proto":["http"]},
        "body":"text","isBase64Encoded":false}
        """)]
    public async Task A_request_becomes_an_event_of_the_format(string format, string expected)
    {
        await using var service = await StartAsync(format, BashBootstrap.Read + Echo);

        var answer = await service.SendAsync(
            "POST /a%2Fb?x=1&x=%41+&y",
            ["X-Test: 1", "x-test: 2", "Cookie: a=1", "Cookie: c=3", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "Content-Type: text/plain"],
            "text");

        Assert.Equal(Sorted(JsonNode.Parse(expected)), Sorted(JsonNode.Parse(answer.Body)));
    }

    [Theory]
    [InlineData("/a%3Fb", "/a")]
    [InlineData("/a%252Fb", "/a/b")]
    [InlineData("/a%253Fb", "/a?b")]
    [InlineData("/a%20+", "/a +")]
    public async Task An_HTTP_API_decodes_a_path_twice(string path, string expected)
    {
        await using var service = await StartAsync("http-api", BashBootstrap.Read + Echo);

        Assert.Equal(expected, JsonNode.Parse((await service.SendAsync($"GET {path}")).Body)!["rawPath"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("http-api", "GET /a%25b", 400, "{\"message\":\"Bad Request\"}")]
    [InlineData("rest-api", "BREW /", 403, "{\"message\":\"Missing Authentication Token\"}")]
    public async Task A_request_that_a_service_refuses_does_not_reach_the_function(string format, string line, int status, string body)
    {
        await using var service = await StartAsync(format, "");

        var answer = await service.SendAsync(line);

        Assert.Equal((status, body), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_load_balancer_refuses_an_upgrade()
    {
        await using var service = await StartAsync("alb", "");

        Assert.Equal(400, (await service.SendAsync("GET /", ["Connection: upgrade", "Upgrade: websocket"])).Status);
    }

    [Theory]
    [InlineData("rest-api", """{"body":"x"}""")]
    [InlineData("rest-api", """{"statusCode":200,"statusDescription":"200 OK"}""")]
    [InlineData("alb", """{"statusCode":200,"headers":{},"isBase64Encoded":false}""")]
    [InlineData("alb", """{"statusCode":200,"statusDescription":"OK","headers":{},"isBase64Encoded":false}""")]
    [InlineData("alb-multi", """{"statusCode":200,"statusDescription":"200 OK","headers":{},"isBase64Encoded":false}""")]
    public async Task A_response_in_the_form_of_another_service_returns_502(string format, string answer)
    {
        await using var service = await StartAsync(format, $"body='{answer}'");

        Assert.Equal(502, (await service.SendAsync("GET /")).Status);
        await service.Process.WaitForLineAsync("The function's response cannot be used: ");
    }

    [Fact]
    public async Task A_load_balancer_sends_header_names_of_different_case_separately()
    {
        const string TwoCookies = """{"statusCode":200,"statusDescription":"200 OK","headers":{"Set-Cookie":"a=1","set-Cookie":"b=2"},"isBase64Encoded":false}""";
        await using var service = await StartAsync("alb", $"body='{TwoCookies}'");

        Assert.Equal(["a=1", "b=2"], (await service.SendAsync("GET /")).Headers.All("Set-Cookie"));
    }

    [Fact]
    public async Task An_unknown_event_format_is_refused_with_one_sentence()
    {
        await using var process = BashBootstrap.StartTool(_folder, port: 0, "--event-format", "sqs");

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("--event-format must be one of function-url, http-api, http-api-1, rest-api, alb, alb-multi.", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    // The order of properties in a JSON object has no meaning.
    private static string Sorted(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject properties => "{" + string.Join(',', properties
            .Where(property => !Volatile.Contains(property.Key, StringComparer.Ordinal))
            .OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => $"{property.Key}:{Sorted(property.Value)}")) + "}",
        JsonArray items => "[" + string.Join(',', items.Select(Sorted)) + "]",
        _ => node.ToJsonString(),
    };

    private Task<RunningHost> StartAsync(string format, string script) =>
        BashBootstrap.StartAsync(_folder, $"{BashBootstrap.Poll}{script}{BashBootstrap.Answer}", "--event-format", format);
}
