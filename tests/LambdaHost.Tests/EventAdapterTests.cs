using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>Reads every event of the folder <c>events</c>, and texts that are not events.</summary>
public sealed class EventAdapterTests
{
    private const string Wanted = "this function accepts HTTP events of a Function URL, of API Gateway (payload version 1.0 or 2.0) and of an Application Load Balancer.";
    private const string Other = "The event lacks the properties of an HTTP event: " + Wanted;

    private static readonly Dictionary<string, string> Refusals = new(StringComparer.Ordinal)
    {
        ["empty"] = Other,
        ["null-everything"] = Other,
        ["scheduled"] = Other,
        ["websocket"] = Other,
        ["lattice"] = "The event has a wrong type at $.headers.accept: " + Wanted,
        ["wrong-types"] = "The event has a wrong type at $.headers.authorization: " + Wanted,
        ["wrong-type-of-body"] = "The event has a wrong type at $.body: " + Wanted,
        ["bad-base64"] = "The event has isBase64Encoded true, but its body is not valid base64.",
    };

    public static TheoryData<string> Understood => [.. ExpectedRequests.ByName.Keys];

    public static TheoryData<string> Refused => [.. Refusals.Keys];

    [Theory]
    [MemberData(nameof(Understood))]
    public void An_event_becomes_a_complete_request_without_decoding(string name)
    {
        var expected = ExpectedRequests.ByName[name];

        var request = Adapted.Read(EventFixture.Read(name));

        Assert.Equal(expected with { Body = request.Body }, request);
        Assert.Equal(expected.Body.ToArray(), request.Body.ToArray());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_event_of_another_kind_is_refused_without_quoting_the_event(string name)
    {
        var exception = Assert.Throws<UnsupportedEventException>(() => Adapted.Read(EventFixture.Read(name)));

        Assert.Equal(Refusals[name], exception.Message);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"s3cret\"")]
    [InlineData("s3cret")]
    [InlineData("{\"version\":\"2.0\",\"body\":\"s3cret")]
    [InlineData("{\"version\":\"2.0\",\"cookies\":{\"s3cret\":1}}")]
    [InlineData("{\"version\":\"2.0\",\"body\":\"\\ud800\"}")]
    [InlineData("{\"multiValueHeaders\":{\"a\":\"s3cret\"}}")]
    [InlineData("{\"multiValueQueryStringParameters\":{\"a\":[[\"s3cret\"]]}}")]
    [InlineData("{\"queryStringParameters\":[\"s3cret\"]}")]
    [InlineData("{\"pathParameters\":{\"a\":1}}")]
    [InlineData("{\"requestContext\":{\"elb\":\"s3cret\"}}")]
    [InlineData("{\"requestContext\":{\"identity\":{\"sourceIp\":1}}}")]
    public void A_text_that_is_not_an_event_is_refused_without_quoting_the_text(string json)
    {
        var exception = Assert.Throws<UnsupportedEventException>(() => Adapted.Read(Encoding.UTF8.GetBytes(json)));

        Assert.EndsWith(Wanted, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_event_fixture_has_an_expected_result() =>
        Assert.Equal(EventFixture.Names.Order(StringComparer.Ordinal), ExpectedRequests.ByName.Keys.Concat(Refusals.Keys).Order(StringComparer.Ordinal));

    [Property(MaxTest = 500)]
    public void Random_bytes_are_read_or_refused(byte[] json) => ReadOrRefuse(json);

    [Property(MaxTest = 2000)]
    public void An_event_with_a_damaged_byte_is_read_or_refused(NonNegativeInt at, byte value)
    {
        foreach (var name in new[] { "login-form-base64", "rest-api", "alb-multi-value" })
        {
            var json = EventFixture.Read(name);
            json[at.Get * 7919L % json.Length] = value;

            ReadOrRefuse(json);
        }
    }

    [Fact]
    public void A_truncated_event_is_refused()
    {
        var json = EventFixture.Read("mark-complete").AsSpan().TrimEnd("\n"u8).ToArray();

        Assert.All(Enumerable.Range(0, json.Length), length => Assert.Throws<UnsupportedEventException>(() => Adapted.Read(json[..length])));
    }

    private static void ReadOrRefuse(byte[] json)
    {
        try
        {
            Adapted.Read(json);
        }
        catch (UnsupportedEventException exception)
        {
            Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        }
    }

    // Go's encoding/json returns the same text: U+FFFD for each byte that is not valid UTF-8, and for each lone surrogate.
    [Fact]
    public void Invalid_Unicode_in_an_event_is_replaced_by_U_FFFD()
    {
        byte[] json =
        [
            .. """{"version":"2.0","rawPath":"/a","rawQueryString":"q=\ud800x\n","cookies":["c=\udc00\ud83d\ude80"],"headers":{"x-a":"1"""u8, 0xff, 0xe2, 0x82, .. "2\",\"x-\\ud800\":\"\\\"\\u0041é\"}"u8,
            .. ""","requestContext":{"http":{"method":"GET"}}}"""u8,
        ];

        var request = Adapted.Read(json);

        Assert.Equal("q=\uFFFDx\n", request.Query);
        Assert.Equal([new("x-a", "1\uFFFD\uFFFD\uFFFD2"), new("x-\uFFFD", "\"Aé"), new("Cookie", "c=\uFFFD🚀")], request.Headers);
    }
}
