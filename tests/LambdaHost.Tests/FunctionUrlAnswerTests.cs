using System.Text;
using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// Response payloads of version 2.0.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-response-payload"/>.
/// </summary>
public sealed class FunctionUrlAnswerTests
{
    [Fact]
    public void A_JSON_body_is_sent_as_text_with_short_escapes() =>
        Assert.Equal(
            """{"statusCode":500,"headers":{"Content-Type":"application/json; charset=utf-8","Cache-Control":"no-store"},"cookies":[],"body":"{\"Message\":\"<é+'&>\",\"Code\":\"odd\"}\n","isBase64Encoded":false}""",
            Answer(AppResponse.Error(500, "odd", "<é+'&>")));

    [Fact]
    public void Cookies_are_in_an_array_of_their_own() =>
        Assert.Equal(
            """{"statusCode":303,"headers":{"Location":"/lessons/completed","Cache-Control":"no-store"},"cookies":["a=1; Path=/; Max-Age=60; HttpOnly; SameSite=Lax","b=2; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure"],"body":"","isBase64Encoded":false}""",
            Answer(AppResponse.Redirect(303, "/lessons/completed") with
            {
                Cookies = [new("a", "1", TimeSpan.FromMinutes(1), Secure: false), new("b", "2", TimeSpan.FromHours(1), Secure: true)],
            }));

    [Fact]
    public void A_response_without_headers_has_an_empty_headers_object() =>
        Assert.Equal("""{"statusCode":204,"headers":{},"cookies":[],"body":"","isBase64Encoded":false}""", Answer(new(204)));

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    public void A_body_that_is_not_text_is_sent_as_base64(string contentType) =>
        Assert.Equal(
            $$"""{"statusCode":200,"headers":{"Content-Type":"{{contentType}}"},"cookies":[],"body":"iVBORwD/","isBase64Encoded":true}""",
            Answer(new(200) { ContentType = contentType, Body = new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x00, 0xff } }));

    [Fact]
    public void A_compressed_text_is_sent_as_base64() =>
        Assert.Equal(
            """{"statusCode":200,"headers":{"Content-Type":"text/html; charset=utf-8","Content-Encoding":"gzip"},"cookies":[],"body":"H4sA/w==","isBase64Encoded":true}""",
            Answer(new(200) { ContentType = "text/html; charset=utf-8", Headers = [new("Content-Encoding", "gzip")], Body = new byte[] { 0x1f, 0x8b, 0x00, 0xff } }));

    [Fact]
    public void Headers_with_the_same_name_are_joined_regardless_of_case() =>
        Assert.Equal(
            """{"statusCode":405,"headers":{"Allow":"GET, HEAD, POST","Vary":"Accept"},"cookies":[],"body":"","isBase64Encoded":false}""",
            Answer(new(405) { Headers = [new("Allow", "GET"), new("Vary", "Accept"), new("allow", "HEAD"), new("ALLOW", "POST")] }));

    [Fact]
    public void A_body_of_6_MB_is_sent_completely()
    {
        var answer = Answer(new(200) { ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes(new string('x', 6 * 1024 * 1024)) });

        Assert.Equal(6 * 1024 * 1024, answer.Count(c => c == 'x') - "text/plain; charset=utf-8".Count(c => c == 'x'));
    }

    private static string Answer(AppResponse response) => Adapted.Answer(FunctionUrlAdapter.Instance, response);
}
