using Lessons.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class RecoverTests
{
    public static TheoryData<AppResponse> Unsendable => [
        AppResponse.Redirect(303, "/caf\u00e9"),
        AppResponse.Redirect(303, "/a\r\nX: y"),
        new AppResponse(200) { Headers = [new("X-A", "a\nb")] },
        new AppResponse(200) { Headers = [new("set-cookie", "a=b")] },
        new AppResponse(200) { Headers = [new("X A", "b")] },
        new AppResponse(200) { ContentType = "text/plain\r\nX: y" },
    ];

    [Theory]
    [MemberData(nameof(Unsendable))]
    public async Task A_response_that_no_host_can_send_returns_500(AppResponse response) =>
        Assert.Equal((500, ErrorBody.Of("Internal server error")), await AnswerAsync((_, _) => new(response)));

    [Fact]
    public async Task A_handler_that_reads_a_body_above_the_limit_of_the_host_returns_413() =>
        Assert.Equal((413, ErrorBody.Of("Body too large")), await AnswerAsync((request, _) => new(new AppResponse(200) { Body = request.Body }), isBodyTooLarge: true));

    [Fact]
    public async Task A_handler_that_does_not_read_a_too_large_body_returns_204() =>
        Assert.Equal((204, ""), await AnswerAsync((_, _) => new(new AppResponse(204)), isBodyTooLarge: true));

    [Theory]
    [InlineData(false, 499)]
    [InlineData(true, 503)]
    public async Task A_cancelled_request_returns_499_or_503_if_the_host_shuts_down(bool isHostEnding, int status)
    {
        var cancelled = new CancellationToken(canceled: true);
        var request = AppUnderTest.Request("GET", "/") with { ClientGone = cancelled, HostEnding = new(isHostEnding) };

        var response = await Recover.LogTo(NullLogger.Instance)((_, token) => ValueTask.FromCanceled<AppResponse>(token))(request, cancelled);

        Assert.Equal(status, response.Status);
    }

    private static async Task<(int Status, string Body)> AnswerAsync(Handler handler, bool isBodyTooLarge = false)
    {
        var request = AppUnderTest.Request("POST", "/") with { IsBodyTooLarge = isBodyTooLarge };
        var response = await Recover.LogTo(NullLogger.Instance)(handler)(request, CancellationToken.None);
        return (response.Status, AppUnderTest.Text(response));
    }
}
