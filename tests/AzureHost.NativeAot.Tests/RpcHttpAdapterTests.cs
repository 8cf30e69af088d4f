using System.Text;
using FsCheck.Xunit;
using Google.Protobuf;
using Portable.AzureFunctions;
using Portable.AzureFunctions.Protocol;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class RpcHttpAdapterTests
{
    private static readonly byte[] NoUtf8 = [0, 1, 0xff];

    // The bytes that each form of a body becomes: bytes unchanged, text and numbers as UTF-8, collections as JSON.
    private static readonly Dictionary<string, (TypedData Data, byte[] Body)> Bodies = new(StringComparer.Ordinal)
    {
        ["none"] = (new(), []),
        ["string"] = (new() { String = "é" }, [0xc3, 0xa9]),
        ["json"] = (new() { Json = """{"a":1}""" }, Bytes("""{"a":1}""")),
        ["bytes"] = (new() { Bytes = ByteString.CopyFrom(NoUtf8) }, NoUtf8),
        ["stream"] = (new() { Stream = ByteString.CopyFrom(NoUtf8) }, NoUtf8),
        ["http"] = (new() { Http = new() { Body = new() { String = "inner" } } }, []),
        ["int"] = (new() { Int = -7 }, Bytes("-7")),
        ["double"] = (new() { Double = 0.5 }, Bytes("0.5")),
        ["no number"] = (new() { Double = double.NaN }, Bytes("NaN")),
        ["collection of bytes"] = (new() { CollectionBytes = new() { Bytes = { ByteString.CopyFrom(NoUtf8) } } }, Bytes("""["AAH/"]""")),
        ["collection of strings"] = (new() { CollectionString = new() { String = { "a", "" } } }, Bytes("""["a",""]""")),
        ["collection of doubles"] = (new() { CollectionDouble = new() { Double = { 1.5, -2 } } }, Bytes("[1.5,-2]")),
        ["collection of integers"] = (new() { CollectionSint64 = new() { Sint64 = { 1, long.MinValue } } }, Bytes("[1,-9223372036854775808]")),
    };

    public static TheoryData<string> Kinds => [.. Bodies.Keys];

    [Fact]
    public void A_request_is_converted_completely_and_without_decoding()
    {
        var http = new RpcHttp { Method = "POST", Url = "https://lessons.azurewebsites.net/lessons/%41%2f/../mark-complete?a=%zz&b", Body = new() { Bytes = ByteString.CopyFrom(NoUtf8) } };
        http.NullableHeaders["cookie"] = new() { Value = "theme=dark,xxx_session_id=1" };
        http.NullableHeaders["x-empty"] = new();
        http.NullableHeaders["x-forwarded-for"] = new() { Value = "203.0.113.9, 192.0.2.1:50000" };

        var request = Read(http);

        var expected = new AppRequest
        {
            Method = "POST",
            Path = "/lessons/%41%2f/../mark-complete",
            Query = "a=%zz&b",
            Headers = [new("cookie", "theme=dark,xxx_session_id=1"), new("x-empty", ""), new("x-forwarded-for", "203.0.113.9, 192.0.2.1:50000")],
            Body = request.Body,
            IsHttps = true,
            RemoteAddress = "192.0.2.1",
            RequestId = "id-1",
        };
        Assert.Equal(expected, request);
        Assert.Equal(NoUtf8, request.Body.ToArray());
    }

    [Fact]
    public void Headers_in_the_map_without_nullable_values_are_read_too()
    {
        var http = new RpcHttp { Method = "GET", Url = "http://h/" };
        http.Headers["accept"] = "*/*";

        Assert.Equal([new("accept", "*/*")], Read(http).Headers);
    }

    [Fact]
    public void An_invocation_without_a_request_has_an_empty_path() =>
        Assert.Equal(new() { Method = "", Path = "", RequestId = "id-1" }, RpcHttpAdapter.ToRequest(new() { InvocationId = "id-1" }));

    [Fact]
    public void The_input_of_the_kind_http_is_the_request()
    {
        var invocation = RpcRequests.Invocation("id-1", new RpcHttp { Method = "GET", Url = "http://h/a" });
        invocation.InputData.Insert(0, new ParameterBinding { Name = "other", Data = new() { String = "x" } });
        invocation.InputData.Insert(0, new ParameterBinding { Name = "empty" });

        Assert.Equal("/a", RpcHttpAdapter.ToRequest(invocation).Path);
    }

    [Theory]
    [InlineData("http://h/", false)]
    [InlineData("https://h/", true)]
    [InlineData("HTTPS://h/", true)]
    [InlineData("http://https://", false)]
    [InlineData("/https://", false)]
    public void The_scheme_of_the_URL_decides_IsHttps(string url, bool isHttps) =>
        Assert.Equal(isHttps, Read(new RpcHttp { Method = "GET", Url = url }).IsHttps);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1:50000", "192.0.2.1")]
    [InlineData("203.0.113.9:1,192.0.2.1:50000", "192.0.2.1")]
    [InlineData("[2001:db8::1]:50000", "2001:db8::1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("[", null)]
    [InlineData("192.0.2.1, unknown", null)]
    [InlineData("", null)]
    public void The_client_address_is_the_last_entry_of_X_Forwarded_For(string header, string? address)
    {
        var http = new RpcHttp { Method = "GET", Url = "http://h/" };
        http.NullableHeaders["x-forwarded-for"] = new() { Value = header };

        Assert.Equal(address, Read(http).RemoteAddress);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_body_of_any_kind_is_converted_to_bytes(string kind) =>
        Assert.Equal(Bodies[kind].Body, Read(new RpcHttp { Method = "POST", Url = "http://h/", Body = Bodies[kind].Data }).Body.ToArray());

    [Fact]
    public void The_raw_body_is_used_if_the_host_sends_both_bodies() =>
        Assert.Equal("raw"u8.ToArray(), Read(new RpcHttp { Method = "POST", Url = "http://h/", Body = new() { Json = "{}" }, RawBody = new() { String = "raw" } }).Body.ToArray());

    [Fact]
    public void A_response_is_converted_with_its_headers_its_cookies_and_its_body()
    {
        var response = new AppResponse(303)
        {
            ContentType = "text/plain",
            Location = "/lessons/completed",
            Headers = [new("Cache-Control", "no-store"), new("Vary", "A"), new("vary", "B"), new("Vary", "C")],
            Cookies = [new("a", "1", TimeSpan.FromSeconds(3600.9), Secure: true), new("b", "2", TimeSpan.Zero, Secure: false)],
            Body = NoUtf8,
        };

        var expected = new RpcHttp { StatusCode = "303", Body = new() { Bytes = ByteString.CopyFrom(NoUtf8) }, Cookies = { Cookie("a", "1", 3600, secure: true), Cookie("b", "2", 0, secure: false) } };
        expected.Headers.Add(new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "text/plain", ["Location"] = "/lessons/completed", ["Cache-Control"] = "no-store", ["Vary"] = "A, B, C" });
        Assert.Equal(expected, RpcHttpAdapter.ToAnswer(response));
    }

    [Fact]
    public void A_response_with_only_a_status_has_an_empty_body() =>
        Assert.Equal(new RpcHttp { StatusCode = "204", Body = new() { Bytes = ByteString.Empty } }, RpcHttpAdapter.ToAnswer(new(204)));

    [Property(MaxTest = 500)]
    public void A_request_with_any_URL_and_any_header_can_be_read(string? method, string? url, string? name, string? value)
    {
        var http = new RpcHttp { Method = method ?? "", Url = url ?? "", Body = new() { String = value ?? "" } };
        http.NullableHeaders[name ?? ""] = new() { Value = value ?? "" };
        http.NullableHeaders["x-forwarded-for"] = new() { Value = value ?? "" };

        Assert.Equal(new Header(name ?? "", value ?? ""), Read(http).Headers[0]);
    }

    private static AppRequest Read(RpcHttp http) => RpcHttpAdapter.ToRequest(RpcRequests.Invocation("id-1", http));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static RpcHttpCookie Cookie(string name, string value, double maxAge, bool secure) => new()
    {
        Name = name,
        Value = value,
        Path = new() { Value = "/" },
        MaxAge = new() { Value = maxAge },
        HttpOnly = new() { Value = true },
        SameSite = RpcHttpCookie.Types.SameSite.Lax,
        Secure = new() { Value = secure },
    };
}
