using System.Text;
using Xunit;

namespace Portable.Tests;

/// <summary>The body of a request: the bytes that arrive, and the size limit.</summary>
public sealed class BodyTests(ProbePool hosts)
{
    private const int Limit = 64 * 1024;

    [Theory]
    [EveryProbe("")]
    [EveryProbe("Content-Type: text/plain")]
    [EveryProbe("Content-Type: application/json; charset=utf-8")]
    [EveryProbe("Content-Type: application/octet-stream")]
    [EveryProbe("Content-Type: image/png")]
    public async Task Every_byte_of_a_body_arrives(string host, string contentType)
    {
        byte[] body = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

        var echo = await Echo.OfAsync(await hosts.GetAsync(host), "POST /echo", contentType.Length > 0 ? [contentType] : [], body);

        Assert.Equal(body, echo.Body);
    }

    [Theory]
    [EveryProbe("text/plain; charset=utf-8", "Zoë ☕ 🚀\r\n\t\"\\</script>")]
    [EveryProbe("application/json", "{\"a\": [1, 2.0, null]}")]
    [EveryProbe("application/json", "no JSON")]
    [EveryProbe("application/x-www-form-urlencoded", "a=%20+&b")]
    [EveryProbe("multipart/form-data; boundary=b", "--b\r\n\r\n--b--")]
    public async Task A_body_is_not_rewritten(string host, string contentType, string text)
    {
        var echo = await Echo.OfAsync(await hosts.GetAsync(host), "POST /echo", ["Content-Type: " + contentType], Encoding.UTF8.GetBytes(text));

        Assert.Equal(text, Encoding.UTF8.GetString(echo.Body));
    }

    [Theory]
    [EveryProbe("PUT")]
    [EveryProbe("PATCH")]
    [EveryProbe("DELETE")]
    [EveryProbe("BREW")]
    public async Task A_body_arrives_with_any_method(string host, string method) =>
        Assert.Equal("abc"u8.ToArray(), (await Echo.OfAsync(await hosts.GetAsync(host), $"{method} /echo", [], "abc"u8.ToArray())).Body);

    [Theory]
    [EveryProbe("GET")]
    [EveryProbe("POST")]
    public async Task A_request_without_a_body_has_an_empty_body(string host, string method)
    {
        var service = await hosts.GetAsync(host);

        Assert.Empty((await Echo.OfAsync(service, $"{method} /echo")).Body);
        Assert.Empty((await Echo.OfAsync(service, $"{method} /echo", [], [])).Body);
    }

    [Theory, EveryProbe]
    public async Task A_chunked_body_is_read(string host)
    {
        using var connection = await (await hosts.GetAsync(host)).ConnectAsync();

        await connection.SendAsync("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");

        Assert.Equal("abcde"u8.ToArray(), Echo.Of(await connection.ReadAsync()).Body);
    }

    [Theory, EveryProbe]
    public async Task A_body_of_64_KiB_is_accepted_and_a_larger_body_returns_413(string host)
    {
        var service = await hosts.GetAsync(host);

        Assert.Equal("{\"Length\":65536}\n", (await service.SendBytesAsync("POST /limited", [], new byte[Limit])).Body);
        Assert.Equal(413, (await service.SendBytesAsync("POST /limited", [], new byte[Limit + 1])).Status);
        Assert.Equal(413, (await service.SendBytesAsync("POST /limited", [], new byte[3_000_000])).Status);
    }

    [Theory]
    [EveryProbe("application/x-www-form-urlencoded", "a=b&name=Zo%C3%AB")]
    [EveryProbe("application/json", "{\"name\":\"Zoë\"}")]
    [EveryProbe("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nZoë\r\n--b--\r\n")]
    public async Task A_form_field_is_read_from_each_content_type(string host, string contentType, string body)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync("POST /form", ["Content-Type: " + contentType], body);

        Assert.Equal((200, "{\"Name\":\"Zoë\"}\n"), (response.Status, response.Body));
    }
}
