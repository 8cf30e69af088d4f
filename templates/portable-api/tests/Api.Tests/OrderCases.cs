using Portable.Http;
using Xunit;

namespace MyApi.Tests;

/// <summary>The cases of the application. A class for each host inherits them.</summary>
public abstract class OrderCases(AppHost host)
{
    private const string Missing = "/orders/00000000000000000000000000000000";
    private const string JsonType = "Content-Type: application/json";
    private const string FormType = "Content-Type: application/x-www-form-urlencoded";

    [Theory]
    [InlineData(JsonType, """{"item":"Tea","quantity":"2"}""", ""","Item":"Tea","Quantity":2}""")]
    [InlineData(FormType, "item=Green+tea&quantity=1000", ""","Item":"Green tea","Quantity":1000}""")]
    public async Task An_added_order_is_found_at_its_location(string type, string body, string end)
    {
        var added = await host.Running.SendAsync("POST /orders", [type], body);
        var found = await host.Running.SendAsync($"GET {added.Header("Location")}");

        Assert.Equal((201, 200), (added.Status, found.Status));
        Assert.Equal(added.Body, found.Body);
        Assert.EndsWith(end, found.Body.TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"quantity":"2"}""", "malformed-item")]
    [InlineData("""{"item":" ","quantity":"2"}""", "malformed-item")]
    [InlineData("""{"item":"Tea"}""", "malformed-quantity")]
    [InlineData("""{"item":"Tea","quantity":"0"}""", "malformed-quantity")]
    [InlineData("""{"item":"Tea","quantity":"1001"}""", "malformed-quantity")]
    [InlineData("""{"item":"Tea","quantity":2}""", "malformed-quantity")]
    [InlineData("""{"item":""", "malformed-request")]
    public async Task A_malformed_order_returns_400_with_its_code(string body, string code)
    {
        var response = await host.Running.SendAsync("POST /orders", [JsonType], body);

        Assert.Equal(400, response.Status);
        Assert.EndsWith($"\"Code\":\"{code}\"}}", response.Body.TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET " + Missing, 404, "unknown-order")]
    [InlineData("GET /orders/1", 404, "unknown-order")]
    [InlineData("GET /nothing", 404, "not-found")]
    [InlineData("DELETE " + Missing, 405, "method-not-allowed")]
    public async Task A_request_without_a_matching_order_or_route_returns_404_or_405(string line, int status, string code)
    {
        var response = await host.Running.SendAsync(line);

        Assert.Equal(status, response.Status);
        Assert.EndsWith($"\"Code\":\"{code}\"}}", response.Body.TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_above_64_KiB_returns_413()
    {
        var response = await host.Running.SendAsync("POST /orders", [JsonType], new string(' ', BodyLimit.MaxBytes + 1));

        Assert.Equal(413, response.Status);
    }
}
