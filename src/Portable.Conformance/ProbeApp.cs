using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.Conformance;

/// <summary>
/// The application that the cases run on a host. It returns the request that the host passes on, or the response that the request
/// describes.
/// </summary>
public static class ProbeApp
{
    private const string BinaryType = "application/octet-stream";
    private const string TextType = "text/plain; charset=utf-8";

    // If a path contains this word anywhere, the response describes the request that the host passed on. The path may be malformed.
    private const string EchoWord = "echo";

    /// <summary>Returns the application's one handler. It writes to the context's log, where some cases read its lines.</summary>
    public static Handler Create(HostContext host) => new HttpApp()
        .Use(StandardHeaders.Add)
        .Use(RequestLog.To(host.Logger, host.Time))
        .Use(Recover.LogTo(host.Logger))
        .Use(next => (request, cancellationToken) => request.Path.Contains(EchoWord, StringComparison.Ordinal) ? new(Echo(request)) : next(request, cancellationToken))
        .MapRead("/status/{code}", (request, _) => new(new AppResponse(Number(request, "code"))))
        .MapRead("/text/{count}", (request, _) => new(new AppResponse(200) { ContentType = TextType, Body = Text(Number(request, "count")) }))
        .MapRead("/bytes/{count}", (request, _) => new(new AppResponse(200) { ContentType = BinaryType, Body = Bytes(Number(request, "count")) }))
        .MapRead("/stream/{count}", (request, _) => new(new AppResponse(200) { ContentType = BinaryType, BodyStream = new MemoryStream(Bytes(Number(request, "count"))) }))
        .MapRead("/parts/{count}", (request, _) => new(AppResponse.Stream(200, BinaryType, ProbeStreams.PartsAsync(Number(request, "count")))))
        .MapRead("/broken", (_, _) => new(AppResponse.Stream(200, TextType, ProbeStreams.BreakAsync())))
        .MapRead("/endless/{name}", (request, cancellationToken) => new(AppResponse.Stream(200, TextType, ProbeStreams.WaitAsync(request, host.Logger, cancellationToken))))
        .MapRead("/type", (request, _) => new(new AppResponse(200) { ContentType = request.Headers.First("Accept"), Body = Text(4) }))
        .MapRead("/headers", (_, _) => new(Headers()))
        .MapRead("/bad-header", (_, _) => new(new AppResponse(200) { Headers = [new("X-Bad", "a\nb")] }))
        .MapRead("/cookies", (_, _) => new(SetCookies()))
        .MapRead("/redirect", (_, _) => new(AppResponse.Redirect(302, "/text/%C3%A9?a=b&c=%20")))
        .MapRead("/throw", (_, _) => throw new InvalidTimeZoneException("The probe has thrown."))
        .MapRead("/wait/{name}", async (request, cancellationToken) => await WaitAsync(request, host.Logger, cancellationToken))
        .Map("POST", "/limited", BodyLimit.Wrap((request, _) => new(AppResponse.Json(200, json => json.WriteNumber("Length"u8, request.Body.Length)))))
        .Map("POST", "/form", (request, _) => new(Form.TryRead(request, out var form) ? AppResponse.Json(200, json => json.WriteString("Name"u8, form["name"])) : Errors.MalformedRequest))
        .Build();

    private static AppResponse Echo(AppRequest request) => AppResponse.Json(200, json =>
    {
        json.WriteString("Method"u8, request.Method);
        json.WriteString("Path"u8, request.Path);
        json.WriteString("Query"u8, request.Query);
        json.WriteString("Host"u8, request.Host);
        json.WriteBoolean("IsHttps"u8, request.IsHttps);
        json.WriteString("RemoteAddress"u8, request.RemoteAddress);
        json.WriteString("RequestId"u8, request.RequestId);
        json.WriteStartArray("Headers"u8);
        foreach (var (name, value) in request.Headers)
        {
            json.WriteStringValue(name);
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
        json.WriteStartArray("Cookies"u8);
        foreach (var value in Cookies.All(request.Headers, "probe"))
            json.WriteStringValue(value);
        json.WriteEndArray();
        json.WriteBase64String("Body"u8, request.Body.Span);
    });

    // Each value of a repeated header is an entry of its own.
    private static AppResponse Headers() => new(200)
    {
        Headers = [new("X-Many", "1"), new("Vary", "Origin"), new("X-Many", "2"), new("Vary", "Accept"), new("X-Long", new string('x', 4096)), new("X-Empty", "")],
    };

    private static AppResponse SetCookies() => new(200)
    {
        Cookies =
        [
            new("first", "1", TimeSpan.FromHours(1), Secure: true),
            new("second", "a.b-c_d~e", MaxAge: null, Secure: false) { Path = "/deep", HttpOnly = false, SameSite = SameSite.Strict },
            new("third", "", TimeSpan.Zero, Secure: true) { Domain = "example.com", SameSite = SameSite.None },
        ],
    };

    private static async ValueTask<AppResponse> WaitAsync(AppRequest request, ILogger logger, CancellationToken cancellationToken)
    {
        await ProbeLog.WaitAsync(logger, request, cancellationToken);
        return new(200);
    }

    private static int Number(AppRequest request, string name) => int.Parse(request.RouteValues[name], CultureInfo.InvariantCulture);

    // Each character has two bytes: é, é, é ...
    private static byte[] Text(int count) => Encoding.UTF8.GetBytes(new string('é', count));

    // 0, 1, ... 255, 0, 1 ...
    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];
}
