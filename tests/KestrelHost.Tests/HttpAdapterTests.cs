using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Portable.AspNetCore;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class HttpAdapterTests
{
    [Fact]
    public void Every_field_of_a_request_is_copied_without_decoding()
    {
        byte[] body = [1, 2, 3];
        var context = new DefaultHttpContext { TraceIdentifier = "id-1" };
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/lessons/%41/../mark-complete?a=%zz&b";
        context.Request.Method = "POST";
        context.Request.Scheme = "https";
        context.Request.Headers.Append("X-A", new(["1", "2"]));
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");

        context.Features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());

        var request = HttpAdapter.ToRequest(context.Features, new(body));

        var expected = new AppRequest
        {
            Method = "POST",
            Path = "/lessons/%41/../mark-complete",
            Query = "a=%zz&b",
            Headers = [new("X-A", "1"), new("X-A", "2")],
            Body = request.Body,
            IsHttps = true,
            RemoteAddress = "192.0.2.1",
            RequestId = "id-1",
            ClientGone = context.RequestAborted,
        };
        Assert.Equal(expected, request);
        Assert.Equal(body, request.Body.ToArray());
    }
}
