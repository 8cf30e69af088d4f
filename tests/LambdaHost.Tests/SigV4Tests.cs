using System.Text;
using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// The cases without a query of AWS's published "Signature Version 4 Test Suite" (aws-sig-v4-test-suite, the files *.req and *.authz).
/// </summary>
public sealed class SigV4Tests
{
    private static readonly DateTimeOffset Now = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    private static readonly AwsCredentials Credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SessionToken: null);
    private static readonly Header Host = new("host", "example.amazonaws.com");
    private static readonly Header Date = new("x-amz-date", "20150830T123600Z");

    [Fact]
    public void Get_vanilla() =>
        Assert.Equal(Signed("host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"), Authorize("GET", [Host, Date]));

    [Fact]
    public void Post_vanilla() =>
        Assert.Equal(Signed("host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"), Authorize("POST", [Host, Date]));

    [Theory]
    [InlineData("value1", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData("VALUE1", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    [InlineData(" value1 ", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    public void Post_header_key_sort_and_post_header_value_case(string value, string signature) =>
        Assert.Equal(Signed("host;my-header1;x-amz-date", signature), Authorize("POST", [Date, new("my-header1", value), Host]));

    [Fact]
    public void Post_x_www_form_urlencoded() =>
        Assert.Equal(
            Signed("content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
            Authorize("POST", [new("content-type", "application/x-www-form-urlencoded"), Host, Date], "Param1=value1"));

    [Fact]
    public void Post_sts_header_before()
    {
        const string Token = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

        Assert.Equal(
            Signed("host;x-amz-date;x-amz-security-token", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
            Authorize("POST", [Host, Date, new("x-amz-security-token", Token)]));
    }

    [Fact]
    public void The_timestamp_is_in_UTC() =>
        Assert.Equal(Date.Value, SigV4.Timestamp(Now.ToOffset(TimeSpan.FromHours(13))));

    [Fact]
    public void Credentials_as_text_contain_no_keys() => Assert.Equal("AwsCredentials", Credentials.ToString());

    private static string Authorize(string method, IReadOnlyList<Header> headers, string body = "") =>
        SigV4.Authorize(Credentials, "us-east-1", "service", Now, method, "/", headers, Encoding.UTF8.GetBytes(body));

    private static string Signed(string headers, string signature) =>
        $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={headers}, Signature={signature}";
}
