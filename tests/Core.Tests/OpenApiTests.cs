using System.Text.Json;
using Lessons.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.OpenApi;
using NSubstitute;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class OpenApiTests
{
    [Theory]
    [InlineData(LoginMode.Open, "open")]
    [InlineData(LoginMode.Password, "password")]
    public void The_description_has_exactly_the_routes_of_each_login_mode(LoginMode mode, string name)
    {
        var stores = new AppStores(Substitute.For<ISessionStore>(), Substitute.For<ISessionIndex>(), Substitute.For<IProgressStore>(), Substitute.For<IAccountStore>(), Substitute.For<IAttemptStore>(), _ => Task.CompletedTask);
        var app = App.CreateApp(new() { LoginMode = mode }, stores, TimeProvider.System, NullLogger.Instance);

        var described = ApiDocument.Operations.Where(operation => !operation.Operation.TryGetProperty("x-login-mode", out var only) || only.GetString() == name);

        Assert.Equal(
            app.Routes.SelectMany(route => route.Handlers.Keys.Select(method => $"{method} {route.Template}")).Order(StringComparer.Ordinal),
            described.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_description_is_valid_OpenAPI_3_1()
    {
        var (document, diagnostic) = OpenApiDocument.Parse(ApiDocument.Text, "json");

        Assert.NotNull(document);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic!.SpecificationVersion);
        Assert.Empty(diagnostic.Errors.Concat(diagnostic.Warnings).Select(error => $"{error.Pointer} {error.Message}"));
    }

    [Fact]
    public void Every_reference_resolves_and_every_component_is_used()
    {
        var references = Objects(ApiDocument.Root).Where(element => element.TryGetProperty("$ref", out _)).ToList();

        Assert.All(references, reference => ApiDocument.Resolve(reference));
        var used = references.Select(reference => reference.GetProperty("$ref").GetString()!).ToHashSet(StringComparer.Ordinal);
        var components = from kind in ApiDocument.Root.GetProperty("components").EnumerateObject()
                         from component in kind.Value.EnumerateObject()
                         where kind.Name != "securitySchemes"
                         select $"#/components/{kind.Name}/{component.Name}";
        Assert.Empty(components.Except(used, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_example_matches_its_schema()
    {
        var examples = Objects(ApiDocument.Root).Where(element => element.TryGetProperty("schema", out _)).SelectMany(Examples).ToList();

        Assert.All(examples, example => Assert.Null(ApiDocument.Refuse(example.Schema, example.Value)));
        Assert.InRange(examples.Count, 50, 500);
    }

    [Fact]
    public async Task The_description_has_the_configured_cookie_name()
    {
        var app = new AppUnderTest(new AppSettings { SessionCookieName = "__Host-session" });

        var text = AppUnderTest.Text(await app.SendAsync(AppUnderTest.Request("GET", "/openapi.json")));

        var scheme = JsonDocument.Parse(text).RootElement.GetProperty("components").GetProperty("securitySchemes").GetProperty("session");
        Assert.Equal("__Host-session", scheme.GetProperty("name").GetString());
        Assert.DoesNotContain("xxx_session_id", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("W/{0}", 304)]
    [InlineData("\"0\", {0} , \"1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"0\"", 200)]
    [InlineData("", 200)]
    public async Task If_None_Match_with_the_current_ETag_returns_304(string tags, int status)
    {
        var app = new AppUnderTest();
        var first = await app.SendAsync(AppUnderTest.Request("GET", "/openapi.json"));
        var tag = first.Headers.First("ETag")!;

        var second = await app.SendAsync(AppUnderTest.Request("GET", "/openapi.json", new Header("if-none-match", tags.Replace("{0}", tag, StringComparison.Ordinal))));

        Assert.Equal((status, tag), (second.Status, second.Headers.First("ETag")));
        Assert.Equal(status == 304, second.Body.IsEmpty);
    }

    private static IEnumerable<(JsonElement Schema, JsonElement Value)> Examples(JsonElement element)
    {
        var schema = element.GetProperty("schema");
        if (element.TryGetProperty("example", out var one))
            yield return (schema, one);
        if (!element.TryGetProperty("examples", out var several))
            yield break;
        foreach (var example in several.EnumerateObject())
            yield return (schema, ApiDocument.Resolve(example.Value).GetProperty("value"));
    }

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => [element, .. element.EnumerateObject().SelectMany(member => Objects(member.Value))],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
