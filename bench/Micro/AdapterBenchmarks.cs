using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Portable.AspNetCore;
using Portable.Http;
using Portable.Lambda;

namespace Lessons.Micro;

/// <summary>A platform's request to ours, and our response to the platform's answer.</summary>
public class AdapterBenchmarks
{
    private readonly DefaultHttpContext _context = new() { TraceIdentifier = "0HNQ9STON3ESK:00000001" };

    private byte[] _event = [];
    private AppResponse _response = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/lessons/completed";
        _context.Request.Method = "GET";
        _context.Connection.RemoteIpAddress = IPAddress.Loopback;
        foreach (var header in SampleRequests.Headers)
            _context.Request.Headers.Append(header.Name, header.Value);

        _event = Encoding.UTF8.GetBytes($$$"""
            {"version":"2.0","routeKey":"$default","rawPath":"/lessons/completed","rawQueryString":"","cookies":["xxx_session_id={{{MemoryStores.SessionId}}}"],
            "headers":{"host":"id.lambda-url.eu-west-1.on.aws","user-agent":"curl/7.88.1","accept":"*/*","x-forwarded-proto":"https","x-forwarded-for":"192.0.2.1"},
            "requestContext":{"stage":"$default","requestId":"1","http":{"method":"GET","path":"/lessons/completed","protocol":"HTTP/1.1","sourceIp":"192.0.2.1"}},"isBase64Encoded":false}
            """);

        var handler = new HandlerBenchmarks { Lessons = 10 };
        handler.Setup();
        _response = await handler.ListCompletedAsync();
    }

    [Benchmark]
    public AppRequest KestrelRequest() => HttpAdapter.ToRequest(_context.Features, default);

    [Benchmark]
    public AppRequest LambdaRequest()
    {
        var source = new EventReader(_event).Read();
        return EventAdapters.Of(source).ToRequest(source, "0HNQ9STON3ESK:00000001");
    }

    [Benchmark]
    public ReadOnlyMemory<byte> LambdaAnswer() => FunctionUrlAdapter.Instance.ToAnswer(_response);
}
