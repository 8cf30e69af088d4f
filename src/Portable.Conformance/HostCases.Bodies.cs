using System.Text;
using Portable.Http;
using Xunit;

namespace Portable.Conformance;

// The body of a request: the bytes that arrive, and the size limit.
public abstract partial class HostCases
{
    [Theory]
    [InlineData("")]
    [InlineData("Content-Type: text/plain")]
    [InlineData("Content-Type: application/json; charset=utf-8")]
    [InlineData("Content-Type: application/octet-stream")]
    [InlineData("Content-Type: image/png")]
    public Task Every_byte_of_a_body_arrives(string contentType) => RunAsync(async host =>
    {
        byte[] body = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

        var echo = await Echo.OfAsync(host, "POST /echo", contentType.Length > 0 ? [contentType] : [], body);

        Assert.Equal(body, echo.Body);
    });

    [Theory]
    [InlineData("text/plain; charset=utf-8", "Zoë ☕ 🚀\r\n\t\"\\</script>")]
    [InlineData("application/json", "{\"a\": [1, 2.0, null]}")]
    [InlineData("application/json", "no JSON")]
    [InlineData("application/x-www-form-urlencoded", "a=%20+&b")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n\r\n--b--")]
    public Task A_body_is_not_rewritten(string contentType, string text) => RunAsync(async host =>
    {
        var echo = await Echo.OfAsync(host, "POST /echo", ["Content-Type: " + contentType], Encoding.UTF8.GetBytes(text));

        Assert.Equal(text, Encoding.UTF8.GetString(echo.Body));
    });

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("BREW")]
    public Task A_body_arrives_with_any_method(string method) => RunAsync(async host =>
        Assert.Equal("abc"u8.ToArray(), (await Echo.OfAsync(host, $"{method} /echo", [], "abc"u8.ToArray())).Body));

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public Task A_request_without_a_body_has_an_empty_body(string method) => RunAsync(async host =>
    {
        Assert.Empty((await Echo.OfAsync(host, $"{method} /echo")).Body);
        Assert.Empty((await Echo.OfAsync(host, $"{method} /echo", [], [])).Body);
    });

    [Fact]
    public Task A_chunked_body_is_read() => RunAsync(async host =>
    {
        using var connection = await host.ConnectAsync();

        await connection.SendAsync("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");

        Assert.Equal("abcde"u8.ToArray(), Echo.Of(await connection.ReadAsync()).Body);
    });

    [Fact]
    public Task A_body_of_64_KiB_is_accepted_and_a_larger_body_returns_413() => RunAsync(async host =>
    {
        Assert.Equal("{\"Length\":65536}\n", (await host.SendBytesAsync("POST /limited", [], new byte[BodyLimit.MaxBytes])).Body);
        Assert.Equal(413, (await host.SendBytesAsync("POST /limited", [], new byte[BodyLimit.MaxBytes + 1])).Status);
        Assert.Equal(413, (await host.SendBytesAsync("POST /limited", [], new byte[3_000_000])).Status);
    });

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=b&name=Zo%C3%AB")]
    [InlineData("application/json", "{\"name\":\"Zoë\"}")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nZoë\r\n--b--\r\n")]
    public Task A_form_field_is_read_from_each_content_type(string contentType, string body) => RunAsync(async host =>
    {
        var response = await host.SendAsync("POST /form", ["Content-Type: " + contentType], body);

        Assert.Equal((200, "{\"Name\":\"Zoë\"}\n"), (response.Status, response.Body));
    });
}
