using System.Globalization;
using Portable.Http;

namespace Hello;

/// <summary>A sample application with a greeting, a form, a cookie, and a handler that throws. It is the same on every host.</summary>
public static class HelloApp
{
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromHours(1);

    /// <summary>Returns the handler for all requests of the application.</summary>
    public static Handler Create(HostContext host) => new HttpApp()
        .Use(StandardHeaders.Add)
        .Use(RequestLog.To(host.Logger, host.Time))
        .Use(Recover.LogTo(host.Logger))
        .MapRead("/hello/{name}", GreetAsync)
        .Map("POST", "/hello", BodyLimit.Wrap(GreetByFormAsync))
        .MapRead("/visits", CountVisitsAsync)
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

    private static AppResponse Greeting(string name) => AppResponse.Json(200, json => json.WriteString("Hello"u8, name));
}
