using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Portable.Http;

namespace Hello;

/// <summary>A sample application with a greeting, a form, a cookie, a streamed response, and a handler that throws. It is the same on every host.</summary>
public static class HelloApp
{
    private const int MostSeconds = 60;

    private static readonly TimeSpan CookieLifetime = TimeSpan.FromHours(1);

    /// <summary>Returns the handler for all requests of the application.</summary>
    public static Handler Create(HostContext host) => new HttpApp()
        .Use(StandardHeaders.Add)
        .Use(RequestLog.To(host.Logger, host.Time))
        .Use(Recover.LogTo(host.Logger))
        .MapRead("/hello/{name}", GreetAsync)
        .Map("POST", "/hello", BodyLimit.Wrap(GreetByFormAsync))
        .MapRead("/visits", CountVisitsAsync)
        .MapRead("/countdown/{seconds}", (request, _) => new(StartCountdown(request, host.Time)))
        .MapRead("/fail", (_, _) => throw new InvalidOperationException("This handler always fails."))
        .Build();

    private static ValueTask<AppResponse> GreetAsync(AppRequest request, CancellationToken cancellationToken) =>
        new(PercentEncoding.TryDecode(request.RouteValues["name"], out var name) ? Greeting(name) : AppResponse.Error(400, "malformed-name", "Malformed name"));

    private static ValueTask<AppResponse> GreetByFormAsync(AppRequest request, CancellationToken cancellationToken) =>
        new(Form.TryRead(request, out var form) && form["name"] is { } name ? Greeting(name) : AppResponse.Error(400, "missing-name", "Missing name"));

    private static ValueTask<AppResponse> CountVisitsAsync(AppRequest request, CancellationToken cancellationToken)
    {
        var before = Cookies.All(request.Headers, "visits") is [var cookie, ..] && int.TryParse(cookie, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
        var visits = (before + 1L).ToString(CultureInfo.InvariantCulture);
        return new(AppResponse.Json(200, json => json.WriteString("Visits"u8, visits)) with
        {
            Cookies = [new SetCookie("visits", visits, CookieLifetime, request.IsHttps)],
        });
    }

    private static AppResponse StartCountdown(AppRequest request, TimeProvider time) =>
        int.TryParse(request.RouteValues["seconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MostSeconds
            ? AppResponse.Stream(200, "text/plain; charset=utf-8", CountDownAsync(seconds, time))
            : AppResponse.Error(400, "malformed-seconds", $"The seconds must be a whole number from 0 to {MostSeconds}");

    // Each line is sent as soon as it is yielded. The token is cancelled when the client disconnects, or shortly before Lambda's deadline.
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> CountDownAsync(
        int seconds, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var left = seconds; left > 0; left--)
        {
            yield return Encoding.UTF8.GetBytes($"{left}\n");
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }

        yield return "0\n"u8.ToArray();
    }

    private static AppResponse Greeting(string name) => AppResponse.Json(200, json => json.WriteString("Hello"u8, name));
}
