using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>Every event of the folder <c>events</c>, and what is no event.</summary>
public sealed class EventAdapterTests
{
    private const string Wanted = "wanted is an HTTP event of a Function URL, of API Gateway (payload version 1.0 or 2.0) or of an Application Load Balancer.";
    private const string Other = "This event has no marks of an HTTP event: " + Wanted;

    private static readonly Dictionary<string, string> Refusals = new(StringComparer.Ordinal)
    {
        ["empty"] = Other,
        ["null-everything"] = Other,
        ["scheduled"] = Other,
        ["websocket"] = Other,
        ["lattice"] = "This event cannot be read at $.headers.accept: " + Wanted,
        ["wrong-types"] = "This event cannot be read at $.headers.authorization: " + Wanted,
        ["wrong-type-of-body"] = "This event cannot be read at $.body: " + Wanted,
        ["bad-base64"] = "The event says that its body is base64, and the body is not.",
    };

    public static TheoryData<string> Understood => [.. ExpectedRequests.ByName.Keys];

    public static TheoryData<string> Refused => [.. Refusals.Keys];

    [Theory]
    [MemberData(nameof(Understood))]
    public void An_event_is_taken_over_whole_and_undecoded(string name)
    {
        var expected = ExpectedRequests.ByName[name];

        var request = Adapted.Read(EventFixture.Read(name));

        Assert.Equal(expected with { Body = request.Body }, request);
        Assert.Equal(expected.Body.ToArray(), request.Body.ToArray());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_event_of_another_kind_is_refused_by_a_sentence_that_shows_nothing_of_it(string name)
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
    public void What_is_no_event_at_all_is_refused_likewise(string json)
    {
        var exception = Assert.Throws<UnsupportedEventException>(() => Adapted.Read(Encoding.UTF8.GetBytes(json)));

        Assert.EndsWith(Wanted, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fixture_is_tested() =>
        Assert.Equal(EventFixture.Names.Order(StringComparer.Ordinal), ExpectedRequests.ByName.Keys.Concat(Refusals.Keys).Order(StringComparer.Ordinal));

    [Property(MaxTest = 500)]
    public void Bytes_of_any_kind_are_read_or_refused(byte[] json) => ReadOrRefuse(json);

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
    public void An_event_cut_off_anywhere_is_refused()
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

    // What Go's encoding/json makes of the same bytes: a U+FFFD for each byte that is no UTF-8, and for each lone surrogate.
    [Fact]
    public void What_is_no_Unicode_is_replaced_and_the_rest_is_read()
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
