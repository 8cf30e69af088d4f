using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>Which marks of an event choose its adapter. The documents stand in the README of the folder <c>events</c>.</summary>
public sealed class EventMarkTests
{
    private const string Payload2 = "\"version\":\"2.0\",\"rawPath\":\"/\"";
    private const string Method = "\"httpMethod\":\"GET\",\"path\":\"/\"";

    [Fact]
    public void An_event_of_version_2_with_rawPath_is_payload_2() =>
        Assert.IsType<FunctionUrlAdapter>(Adapted.AdapterOf("{" + Payload2 + ""","requestContext":{"http":{"method":"GET"},"stage":"$default"}}"""));

    [Theory]
    [InlineData("\"version\":\"1.0\"")]
    [InlineData("\"requestContext\":{\"stage\":\"prod\"}")]
    [InlineData("\"requestContext\":{\"resourcePath\":\"/\"}")]
    [InlineData("\"requestContext\":{\"identity\":{}}")]
    public void An_event_with_httpMethod_and_a_mark_of_API_Gateway_is_payload_1(string mark) =>
        Assert.IsType<RestApiAdapter>(Adapted.AdapterOf($"{{{Method},{mark}}}"));

    [Theory]
    [InlineData("\"headers\":{}", false)]
    [InlineData("\"headers\":null", false)]
    [InlineData("\"headers\":{},\"multiValueHeaders\":null", false)]
    [InlineData("\"multiValueHeaders\":{}", true)]
    [InlineData("\"headers\":null,\"multiValueHeaders\":{\"a\":[\"b\"]}", true)]
    public void An_event_with_elb_is_a_load_balancers_in_the_form_of_its_headers(string headers, bool isMultiValue) =>
        Assert.Same(
            isMultiValue ? LoadBalancerAdapter.MultiValue : LoadBalancerAdapter.SingleValue,
            Adapted.AdapterOf($"{{{Method},{headers}" + ""","requestContext":{"elb":{"targetGroupArn":"arn"}}}"""));

    [Fact]
    public void An_event_with_elb_and_other_marks_is_a_load_balancers() =>
        Assert.IsType<LoadBalancerAdapter>(
            Adapted.AdapterOf($"{{{Payload2},{Method}" + ""","requestContext":{"http":{"method":"GET"},"stage":"prod","elb":{}}}"""));

    [Fact]
    public void An_event_with_marks_of_both_payload_versions_is_payload_2() =>
        Assert.IsType<FunctionUrlAdapter>(
            Adapted.AdapterOf($"{{{Method},{Payload2}" + ""","requestContext":{"http":{"method":"GET"},"stage":"prod","identity":{}}}"""));

    [Theory]
    [InlineData("{\"version\":\"2.0\"}")]
    [InlineData("{\"rawPath\":\"/\"}")]
    [InlineData("{\"version\":\"1.0\",\"rawPath\":\"/\"}")]
    [InlineData("{\"version\":\"2.0\",\"httpMethod\":\"GET\",\"path\":\"/\"}")]
    [InlineData("{\"httpMethod\":\"GET\",\"path\":\"/\"}")]
    [InlineData("{\"httpMethod\":\"GET\",\"path\":\"/\",\"headers\":{},\"requestContext\":{}}")]
    [InlineData("{\"httpMethod\":\"GET\",\"path\":\"/\",\"requestContext\":{\"elb\":null,\"identity\":null}}")]
    [InlineData("{\"version\":\"1.0\",\"path\":\"/\"}")]
    [InlineData("{\"version\":\"1.0\",\"httpMethod\":\"GET\"}")]
    public void An_event_without_all_the_marks_of_a_format_is_refused(string json) =>
        Assert.StartsWith("This event has no marks of an HTTP event: ", Refusal(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"version\":\"2.0\",\"rawPath\":\"/\"}", "requestContext.http.method")]
    [InlineData("{\"version\":\"2.0\",\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"\"}}}", "requestContext.http.method")]
    [InlineData("{\"version\":\"1.0\",\"httpMethod\":\"\",\"path\":\"/\"}", "httpMethod and path")]
    [InlineData("{\"version\":\"1.0\",\"httpMethod\":\"GET\",\"path\":\"\"}", "httpMethod and path")]
    [InlineData("{\"path\":\"/\",\"requestContext\":{\"elb\":{}}}", "httpMethod and path")]
    public void An_event_without_a_method_or_a_path_is_refused_by_their_names(string json, string place) =>
        Assert.StartsWith($"This event has no {place}: ", Refusal(json), StringComparison.Ordinal);

    private static string Refusal(string json) => Assert.Throws<UnsupportedEventException>(() => Adapted.Read(json)).Message;
}
