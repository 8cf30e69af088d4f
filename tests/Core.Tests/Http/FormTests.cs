using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class FormTests
{
    private static readonly string[] ContentTypes =
    [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=b",
        "multipart/form-data; boundary=\"b",
        "multipart/form-data; boundary==;",
    ];

    [Theory]
    [InlineData("a=1&a=2", "a", "1")]
    [InlineData("a", "a", "")]
    [InlineData("=1&a=2", "a", "2")]
    [InlineData("&&a=1&&", "a", "1")]
    [InlineData("a=b=c", "a", "b=c")]
    [InlineData("a=%zz&a=2", "a", "2")]
    [InlineData("%zz=1&a=2", "a", "2")]
    [InlineData("%61=+%2B", "a", " +")]
    [InlineData("a;b=1", "a;b", "1")]
    [InlineData("b=1", "a", null)]
    public void A_query_returns_the_value_of_a_name(string query, string name, string? value)
    {
        Assert.True(Form.TryRead(Request("GET", "", "") with { Query = query }, out var form));
        Assert.Equal(value, form[name]);
    }

    // By RFC 7578, 4.2, and WHATWG HTML, names are in quotes. A quote in a name is written as %22 or as \".
    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n", "1")]
    [InlineData("--b  \r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\né\r\n--b-- \r\nepilogue", "é")]
    [InlineData("--b\r\nX: y\r\n\r\n0\r\n--b\r\nCONTENT-DISPOSITION:form-data;name=\"a\"\r\n\r\n1\r\n--b--", "1")]
    [InlineData("--b\r\n\r\n0\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--b--", "")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--bb\r\n2\r\n--b--", "1\r\n--bb\r\n2")]
    [InlineData("--b\r\nContent-Disposition: form-data; filename=\"a;\\\"; name=x\"; name=\"a\"\r\n\r\n0\r\n--b--", null)]
    [InlineData("--b\r\nContent-Disposition: form-data; x=\"; name=\\\"c\\\"\"; name=\"a\"\r\n\r\n1\r\n--b--", "1")]
    [InlineData("--b\r\nContent-Disposition: form-data; foo; name=\"a\"\r\n\r\n1\r\n--b--foo\r\n2\r\n--b--", "1\r\n--b--foo\r\n2")]
    [InlineData("--b--", null)]
    public void A_multipart_body_returns_the_value_of_a_name(string body, string? value)
    {
        Assert.True(Form.TryRead(Request("POST", "multipart/form-data; boundary=b", body), out var form));
        Assert.Equal(value, form["a"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--b")]
    [InlineData("--b\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--c--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--")]
    public void A_multipart_body_that_is_cut_off_is_refused(string body) =>
        Assert.False(Form.TryRead(Request("POST", "multipart/form-data; boundary=b", body), out _));

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"b")]
    [InlineData("multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_multipart_body_without_a_valid_boundary_is_refused(string contentType) =>
        Assert.False(Form.TryRead(Request("POST", contentType, "--b--"), out _));

    [Fact]
    public void A_multipart_value_that_is_not_UTF8_is_refused()
    {
        var body = Encoding.Latin1.GetBytes("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nÿ\r\n--b--");

        Assert.False(Form.TryRead(Request("POST", "multipart/form-data; boundary=b", "") with { Body = body }, out _));
    }

    [Theory]
    [InlineData("{\"a\":\"1\",\"a\":\"2\"}", "1")]
    [InlineData("{\"b\":{\"a\":\"2\"},\"a\":\"\\u00e9\"}", "é")]
    [InlineData("{\"a\":[\"1\"]}", "")]
    [InlineData("\uFEFF{\"a\":\"1\"}", "1")]
    [InlineData("{}", null)]
    public void A_JSON_body_returns_the_value_of_a_name(string body, string? value)
    {
        Assert.True(Form.TryRead(Request("POST", "application/json", body), out var form));
        Assert.Equal(value, form["a"]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public void Only_the_body_of_a_POST_is_read(string method)
    {
        Assert.True(Form.TryRead(Request(method, "application/x-www-form-urlencoded", "a=1"), out var form));
        Assert.Null(form["a"]);
    }

    [Property(MaxTest = 500)]
    public void Any_text_as_body_and_query_is_read_without_an_exception(NonNull<string> body, NonNull<string> query, byte kind)
    {
        var request = Request("POST", ContentTypes[kind % ContentTypes.Length], body.Get) with { Query = query.Get };

        Form.TryRead(request, out var form);
        Assert.Null(form["no such name: " + body.Get + query.Get]);
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_as_a_body_are_read_without_an_exception(byte[] body, byte kind) =>
        Form.TryRead(Request("POST", ContentTypes[kind % ContentTypes.Length], "") with { Body = body }, out _);

    [Property]
    public void A_multipart_body_returns_every_text_unchanged(NonNull<string> text)
    {
        var value = string.Concat(text.Get.EnumerateRunes());
        var body = $"--b-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{value}\r\n--b-1--";

        Assert.True(Form.TryRead(Request("POST", "multipart/form-data; boundary=b-1", body), out var form));
        Assert.Equal(value, form["a"]);
    }

    private static AppRequest Request(string method, string contentType, string body) => new()
    {
        Method = method,
        Path = "/",
        RequestId = "",
        Headers = [new("content-type", contentType)],
        Body = Encoding.UTF8.GetBytes(body),
    };
}
