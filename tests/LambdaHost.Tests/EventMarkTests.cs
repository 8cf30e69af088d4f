using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests which properties of an event choose its adapter. The README of the folder <c>events</c> names the documents.</summary>
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
    public void An_event_with_elb_is_read_in_the_form_of_its_headers(string headers, bool isMultiValue) =>
        Assert.Same(
            isMultiValue ? LoadBalancerAdapter.MultiValue : LoadBalancerAdapter.SingleValue,
            Adapted.AdapterOf($"{{{Method},{headers}" + ""","requestContext":{"elb":{"targetGroupArn":"arn"}}}"""));

    [Fact]
    public void An_event_with_elb_and_API_properties_is_a_load_balancer_event() =>
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
    public void An_event_that_lacks_a_property_of_its_format_is_refused(string json) =>
        Assert.StartsWith("The event lacks the properties of an HTTP event: ", Refusal(json), StringComparison.Ordinal);

    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
    [Theory]
    [InlineData("""{"version":"2.0","type":"REQUEST","routeArn":"arn:aws:execute-api:a:1:b/c/GET/","rawPath":"/","requestContext":{"http":{"method":"GET"},"stage":"c"}}""")]
    [InlineData("""{"type":"REQUEST","methodArn":"arn:aws:execute-api:a:1:b/c/GET/","resource":"/","path":"/","httpMethod":"GET","requestContext":{"stage":"c"}}""")]
    public void An_event_of_a_Lambda_authorizer_is_refused(string json) =>
        Assert.StartsWith("The event is of a Lambda authorizer: ", Refusal(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"version\":\"2.0\",\"rawPath\":\"/\"}", "requestContext.http.method")]
    [InlineData("{\"version\":\"2.0\",\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"\"}}}", "requestContext.http.method")]
    [InlineData("{\"version\":\"1.0\",\"httpMethod\":\"\",\"path\":\"/\"}", "httpMethod and path")]
    [InlineData("{\"version\":\"1.0\",\"httpMethod\":\"GET\",\"path\":\"\"}", "httpMethod and path")]
    [InlineData("{\"path\":\"/\",\"requestContext\":{\"elb\":{}}}", "httpMethod and path")]
    public void The_refusal_of_an_event_names_the_missing_method_or_path(string json, string place) =>
        Assert.StartsWith($"The event lacks {place}: ", Refusal(json), StringComparison.Ordinal);

    private static string Refusal(string json) => Assert.Throws<UnsupportedEventException>(() => Adapted.Read(json)).Message;
}
