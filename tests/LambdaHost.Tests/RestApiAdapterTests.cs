using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// Events and responses of payload version 1.0 that no fixture contains.
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"/>,
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>. What a custom domain
/// adds to a path, others saw on AWS: <see href="https://github.com/localstack/localstack/pull/12296"/>.
/// </summary>
public sealed class RestApiAdapterTests
{
    [Theory]
    [InlineData("/a/b", "/prod/a/b", "/{proxy+}", "proxy", "a/b", "/a/b")]
    [InlineData("/prod/a", "/prod/prod/a", "/{proxy+}", "proxy", "prod/a", "/prod/a")]
    [InlineData("/base/a/b", "/base/a/b", "/{proxy+}", "proxy", "a/b", "/a/b")]
    [InlineData("/base/a/b/", "/base/a/b/", "/{proxy+}", "proxy", "a/b", "/a/b/")]
    [InlineData("/base/prod/a", "/base/prod/a", "/{proxy+}", "proxy", "a", "/a")]
    [InlineData("/base", "/base", "/", null, null, "/")]
    [InlineData("/base/", "/base/", "/", null, null, "/")]
    [InlineData("/base/users/1/notes", "/base/users/1/notes", "/users/{id}/notes", "id", "1", "/users/1/notes")]
    [InlineData("/users/1/notes", "/users/1/notes", "/users/{id}/notes", "id", "1", "/users/1/notes")]
    [InlineData("//a", "//a", "/{proxy+}", "proxy", "a", "//a")]
    [InlineData("/base//a", "/base//a", "/{proxy+}", "proxy", "a", "/base//a")]
    [InlineData("/base/a%2Fb", "/base/a%2Fb", "/{proxy+}", "proxy", "a/b", "/base/a%2Fb")]
    [InlineData("/base/a", "/base/a", "/{proxy+}", "other", "a", "/base/a")]
    public void The_path_of_a_REST_API_has_neither_stage_nor_base_path(string path, string contextPath, string resource, string? name, string? value, string expected)
    {
        var parameters = name is null ? "null" : $$"""{"{{name}}":"{{value}}"}""";

        var request = Adapted.Read($$$"""
            {"resource":"{{{resource}}}","path":"{{{path}}}","httpMethod":"GET","pathParameters":{{{parameters}}},
            "requestContext":{"path":"{{{contextPath}}}","stage":"prod","resourcePath":"{{{resource}}}"}}
            """);

        Assert.Equal(expected, request.Path);
    }

    [Theory]
    [InlineData("/prod/a", "prod", "$default", "/a")]
    [InlineData("/prod", "prod", "/", "/")]
    [InlineData("/production/a", "prod", "$default", "/production/a")]
    [InlineData("/prod/a", "$default", "$default", "/prod/a")]
    public void The_path_of_an_HTTP_API_has_no_stage(string path, string stage, string resource, string expected) =>
        Assert.Equal(
            expected,
            Adapted.Read($$$"""
                {"version":"1.0","resource":"{{{resource}}}","path":"{{{path}}}","httpMethod":"GET",
                "requestContext":{"path":"{{{path}}}","stage":"{{{stage}}}"}}
                """).Path);

    [Fact]
    public void An_event_without_multi_value_lists_is_read_by_its_single_values()
    {
        var request = Adapted.Read("""
            {"version":"1.0","path":"/","httpMethod":"GET","headers":{"a":"1","b":null},"multiValueHeaders":null,
            "queryStringParameters":{"q":"1 2","n":null},"multiValueQueryStringParameters":null}
            """);

        Assert.Equal(new() { Method = "GET", Path = "/", Query = "q=1%202", Headers = [new("a", "1")], RequestId = "request-1", Body = request.Body }, request);
    }

    [Fact]
    public void A_forwarding_header_of_a_client_does_not_set_its_address()
    {
        var request = Adapted.Read("""
            {"path":"/","httpMethod":"GET","headers":{"X-Forwarded-For":"192.0.2.1","Forwarded":"for=192.0.2.2"},
            "requestContext":{"stage":"prod","identity":{"sourceIp":"203.0.113.7"}}}
            """);

        Assert.Equal("203.0.113.7", request.RemoteAddress);
    }

    [Fact]
    public void A_text_response_has_headers_and_no_base64() =>
        Assert.Equal(
            """{"statusCode":500,"headers":{"Content-Type":"application/json; charset=utf-8","Cache-Control":"no-store"},"multiValueHeaders":{},"body":"{\"Message\":\"<é+'&>\",\"Code\":\"odd\"}\n","isBase64Encoded":false}""",
            Adapted.Answer(RestApiAdapter.Instance, AppResponse.Error(500, "odd", "<é+'&>")));

    [Fact]
    public void Several_cookies_are_a_list_of_Set_Cookie() =>
        Assert.Equal(
            """{"statusCode":303,"headers":{"Location":"/a","Cache-Control":"no-store"},"multiValueHeaders":{"Set-Cookie":["a=1; Path=/; HttpOnly; SameSite=Lax","b=2; Path=/; HttpOnly; SameSite=Lax; Secure"]},"body":"","isBase64Encoded":false}""",
            Adapted.Answer(
                RestApiAdapter.Instance,
                AppResponse.Redirect(303, "/a") with { Cookies = [new("a", "1", null, Secure: false), new("b", "2", null, Secure: true)] }));

    [Fact]
    public void A_binary_body_is_answered_as_base64() =>
        Assert.Equal(
            """{"statusCode":200,"headers":{"Content-Type":"image/png"},"multiValueHeaders":{},"body":"iVBORwD/","isBase64Encoded":true}""",
            Adapted.Answer(RestApiAdapter.Instance, new(200) { ContentType = "image/png", Body = new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x00, 0xff } }));
}
