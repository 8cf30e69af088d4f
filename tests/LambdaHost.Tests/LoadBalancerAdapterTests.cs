using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// Events and responses of a load balancer that no fixture contains.
/// <see href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"/>,
/// <see href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html"/>.
/// </summary>
public sealed class LoadBalancerAdapterTests
{
    private static readonly AppResponse TwoCookies = AppResponse.Redirect(303, "/a") with
    {
        Cookies = [new("a", "1", null, Secure: false), new("b", "2", null, Secure: true)],
    };

    [Theory]
    [InlineData("\"headers\":{\"x-forwarded-for\":\"192.0.2.1, 203.0.113.7\"}", "203.0.113.7")]
    [InlineData("\"headers\":{\"x-forwarded-for\":\"203.0.113.7\"}", "203.0.113.7")]
    [InlineData("\"multiValueHeaders\":{\"x-forwarded-for\":[\"192.0.2.1\",\"192.0.2.2, 203.0.113.7\"]}", "203.0.113.7")]
    [InlineData("\"headers\":{\"x-forwarded-for\":\"192.0.2.1, 203.0.113.7:54321\"}", "203.0.113.7")]
    [InlineData("\"headers\":{\"x-forwarded-for\":\"192.0.2.1, [2001:db8::1]:54321\"}", "2001:db8::1")]
    [InlineData("\"headers\":{\"x-forwarded-for\":\"192.0.2.1, unknown\"}", null)]
    [InlineData("\"headers\":{\"x-real-ip\":\"192.0.2.1\",\"forwarded\":\"for=192.0.2.2\"}", null)]
    public void The_clients_address_is_the_last_entry_of_X_Forwarded_For(string headers, string? expected) =>
        Assert.Equal(expected, Adapted.Read($$$"""{"requestContext":{"elb":{}},"httpMethod":"GET","path":"/",{{{headers}}}}""").RemoteAddress);

    [Fact]
    public void A_text_response_has_a_statusDescription() =>
        Assert.Equal(
            """{"statusCode":404,"statusDescription":"404 Not Found","headers":{"Content-Type":"application/json; charset=utf-8","Cache-Control":"no-store"},"body":"{\"Message\":\"é\",\"Code\":\"odd\"}\n","isBase64Encoded":false}""",
            Adapted.Answer(LoadBalancerAdapter.SingleValue, AppResponse.Error(404, "odd", "é")));

    [Fact]
    public void In_the_single_form_cookies_have_names_of_different_case() =>
        Assert.Equal(
            """{"statusCode":303,"statusDescription":"303 See Other","headers":{"Location":"/a","Cache-Control":"no-store","Set-Cookie":"a=1; Path=/; HttpOnly; SameSite=Lax","set-Cookie":"b=2; Path=/; HttpOnly; SameSite=Lax; Secure"},"body":"","isBase64Encoded":false}""",
            Adapted.Answer(LoadBalancerAdapter.SingleValue, TwoCookies));

    [Fact]
    public void In_the_single_form_twenty_cookies_have_twenty_names()
    {
        var cookies = Enumerable.Range(0, 20).Select(i => new SetCookie($"c{i}", "", null, Secure: false));

        var answer = Adapted.Answer(LoadBalancerAdapter.SingleValue, new(200) { Cookies = [.. cookies] });

        var names = answer.Split('"').Where(part => part.Equals("set-cookie", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal((20, 20), (names.Count, names.Distinct().Count()));
    }

    [Fact]
    public void In_the_multi_value_form_every_header_is_a_list() =>
        Assert.Equal(
            """{"statusCode":303,"statusDescription":"303 See Other","multiValueHeaders":{"Location":["/a"],"Cache-Control":["no-store"],"Set-Cookie":["a=1; Path=/; HttpOnly; SameSite=Lax","b=2; Path=/; HttpOnly; SameSite=Lax; Secure"]},"body":"","isBase64Encoded":false}""",
            Adapted.Answer(LoadBalancerAdapter.MultiValue, TwoCookies));

    [Theory]
    [InlineData(418, "418 Unknown")]
    [InlineData(599, "599 Unknown")]
    [InlineData(451, "451 Unavailable For Legal Reasons")]
    [InlineData(304, "304 Not Modified")]
    public void Each_status_has_its_reason_phrase(int status, string description) =>
        Assert.Equal(
            $$"""{"statusCode":{{status}},"statusDescription":"{{description}}","headers":{},"body":"","isBase64Encoded":false}""",
            Adapted.Answer(LoadBalancerAdapter.SingleValue, new(status)));

    [Fact]
    public void A_binary_body_is_answered_as_base64() =>
        Assert.Equal(
            """{"statusCode":200,"statusDescription":"200 OK","multiValueHeaders":{"Content-Type":["image/png"]},"body":"iVBORwD/","isBase64Encoded":true}""",
            Adapted.Answer(LoadBalancerAdapter.MultiValue, new(200) { ContentType = "image/png", Body = new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x00, 0xff } }));
}
