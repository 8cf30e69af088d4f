using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.Conformance;

/// <summary>
/// The application that the cases run on a host. It returns the request that the host passes on, or the response that the request
/// describes. Do not deploy it: it returns every header of a request, and it makes bodies of 100 MB for any client.
/// </summary>
public static class ProbeApp
{
    private const string BinaryType = "application/octet-stream";
    private const string TextType = "text/plain; charset=utf-8";

    // If a path contains this word anywhere, the response describes the request that the host passed on. The path may be malformed.
    private const string EchoWord = "echo";

    // The largest body that a path can ask for. A character of a text has two bytes.
    private const int MaxBytes = 100_000_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Returns the application's one handler. It writes to the context's log, where some cases read its lines. It responds with 400 to a
    /// path whose number is not a number, or is larger than 100 MB.
    /// </summary>
    public static Handler Create(HostContext host) => new HttpApp()
        .Use(StandardHeaders.Add)
        .Use(RequestLog.To(host.Logger, host.Time))
        .Use(Recover.LogTo(host.Logger))
        .Use(EchoOr)
        .MapRead("/status/{number}", Numbered(599, number => new(number)))
        .MapRead("/text/{number}", Numbered(MaxBytes / 2, number => new(200) { ContentType = TextType, Body = Text(number) }))
        .MapRead("/bytes/{number}", Numbered(MaxBytes, number => new(200) { ContentType = BinaryType, Body = Bytes(number) }))
        .MapRead("/stream/{number}", Numbered(MaxBytes, number => new(200) { ContentType = BinaryType, BodyStream = new MemoryStream(Bytes(number)) }))
        .MapRead("/parts/{number}", Numbered(MaxBytes, number => AppResponse.Stream(200, BinaryType, ProbeStreams.PartsAsync(number))))
        .MapRead("/broken", (_, _) => new(AppResponse.Stream(200, TextType, ProbeStreams.BreakAsync())))
        .MapRead("/endless/{name}", (request, cancellationToken) =>
            new(AppResponse.Stream(200, TextType, ProbeStreams.WaitAsync(request, host.Logger, cancellationToken))))
        .MapRead("/type", (request, _) => new(new AppResponse(200) { ContentType = request.Headers.First("Accept"), Body = Text(4) }))
        .MapRead("/headers", (_, _) => new(Headers()))
        .MapRead("/bad-header", (_, _) => new(new AppResponse(200) { Headers = [new("X-Bad", "a\nb")] }))
        .MapRead("/cookies", (_, _) => new(SetCookies()))
        .MapRead("/redirect", (_, _) => new(AppResponse.Redirect(302, "/text/%C3%A9?a=b&c=%20")))
        .MapRead("/throw", (_, _) => throw new InvalidTimeZoneException("The probe has thrown."))
        .MapRead("/wait/{name}", async (request, cancellationToken) => await WaitAsync(request, host.Logger, cancellationToken))
        .Map("POST", "/limited", BodyLimit.Wrap((request, _) => new(AppResponse.Json(200, json => json.WriteNumber("Length"u8, request.Body.Length)))))
        .Map("POST", "/form", (request, _) => new(Name(request)))
        .Build();

    private static Handler EchoOr(Handler next) => (request, cancellationToken) =>
        request.Path.Contains(EchoWord, StringComparison.Ordinal) ? new(Echo(request)) : next(request, cancellationToken);

    private static Handler Numbered(int largest, Func<int, AppResponse> respond) => (request, _) => new(
        int.TryParse(request.RouteValues["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest
            ? respond(number)
            : Errors.MalformedRequest);

    private static AppResponse Name(AppRequest request) =>
        Form.TryRead(request, out var form) ? AppResponse.Json(200, json => json.WriteString("Name"u8, form["name"])) : Errors.MalformedRequest;

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
        Headers =
        [
            new("X-Many", "1"), new("Vary", "Origin"), new("X-Many", "2"), new("Vary", "Accept"),
            new("X-Long", new string('x', 4096)), new("X-Empty", ""),
        ],
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
        await ProbeLog.WaitAsync(logger, request, LongestWait, cancellationToken);
        return new(200);
    }

    // Each character has two bytes: é, é, é ...
    private static byte[] Text(int count) => Encoding.UTF8.GetBytes(new string('é', count));

    // 0, 1, ... 255, 0, 1 ...
    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];
}
