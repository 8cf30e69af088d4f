using Lessons.TestKit;
using Portable.Http;
using Xunit;

namespace Lessons.Conformance;

/// <summary>
/// Tests the API description (openapi.json). The other tests of the suite check its content: <see cref="HostPool"/> compares each response
/// to <see cref="RunningHost.SendAsync"/> with the description.
/// </summary>
public sealed class ApiDescriptionTests(HostPool hosts)
{
    private const string Id = "X-Request-Id: 1";
    private const string Json = "Content-Type: application/json";

    [Theory, HostCase, EveryHost]
    public async Task The_API_description_is_public_and_a_known_ETag_returns_304(string host)
    {
        var service = await hosts.GetAsync(host);

        var get = await service.SendAsync("GET /openapi.json");
        var head = await service.SendAsync("HEAD /openapi.json");
        var again = await service.SendAsync("GET /openapi.json", [$"If-None-Match: {get.Header("ETag")}"]);

        Assert.Equal((200, ApiDocument.Text), (get.Status, get.Body));
        Assert.Equal((200, "", get.Header("Content-Length")), (head.Status, head.Body, head.Header("Content-Length")));
        Assert.Equal((304, "", null), (again.Status, again.Body, again.Header("Content-Length")));
        Assert.Equal("application/json; charset=utf-8", get.Header("Content-Type"));
        foreach (var response in new[] { get, head, again })
        {
            Assert.Equal(("no-cache", get.Header("ETag")), (response.Header("Cache-Control"), response.Header("ETag")));
            Answer.HasStandardHeaders(response);
        }
    }

    [Theory]
    [InlineData("GET /health", 200, """{"Status":"ok"}""", null, Id, Json)]
    [InlineData("GET /health", 200, """{"Status":"fine"}""", "/Status", Id, Json)]
    [InlineData("GET /health", 200, """{"Status":"ok","More":1}""", "/More", Id, Json)]
    [InlineData("GET /health", 200, "{}", "Status", Id, Json)]
    [InlineData("GET /health", 200, "{}", "text/plain is not described", Id, "Content-Type: text/plain")]
    [InlineData("GET /health", 418, "", "418 is not described", Id)]
    [InlineData("GET /health", 418, "", null)]
    [InlineData("GET /health?x", 500, """{"Message":"Other words","Code":"internal"}""", "\"Other words\" is not among the examples", Id, Json)]
    [InlineData("PUT /health", 405, "", null, Id, "Allow: GET, HEAD, OPTIONS")]
    [InlineData("PUT /health", 405, "", "PUT /health is not described", Id)]
    [InlineData("PUT /health", 200, "", "PUT /health is not described", Id, "Allow: GET, HEAD, OPTIONS")]
    [InlineData("GET /nope", 404, "", null, Id)]
    [InlineData("GET /nope", 200, "", "/nope is not described", Id)]
    [InlineData("POST /logout", 204, "", "Set-Cookie is missing", Id)]
    [InlineData("POST /logout", 204, "", "Set-Cookie", Id, "Set-Cookie: a=b; Max-Age=3600")]
    [InlineData("POST /logout", 204, "?", "a body is not described", Id, "Set-Cookie: a=; Max-Age=0")]
    [InlineData("DELETE /lessons/a%2Fb/mark-complete", 400, """{"Message":"Invalid lessonSlug","Code":"invalid-lesson-slug"}""", null, Id, Json)]
    public void A_response_passes_only_if_the_API_description_contains_it(string line, int status, string body, string? reason, params string[] headers)
    {
        var answer = new RawResponse(status, [.. headers.Select(header => new Header(header.Split(": ")[0], header.Split(": ")[1]))], body);

        var refusal = ApiContract.Refuse(line.Split(' ')[0], line.Split(' ')[1], answer);

        Assert.Equal(reason is null, refusal is null);
        Assert.Contains(reason ?? "", refusal ?? "", StringComparison.Ordinal);
    }
}
