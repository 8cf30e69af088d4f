using System.Diagnostics;
using System.Globalization;

namespace Portable.Http;

/// <summary>
/// Measures requests while a listener is active: by method, scheme, route template and status, not by path or user.
/// </summary>
public static class RequestTelemetry
{
    /// <summary>Records a duration and a span for each request. The route's template is recorded instead of the path.</summary>
    public static Middleware Measure(HttpInstruments instruments, TimeProvider time) => next => (request, cancellationToken) =>
        instruments.RequestDuration.Enabled || instruments.Spans.HasListeners()
            ? ObserveAsync(instruments, time, next, request, cancellationToken)
            : next(request, cancellationToken);

    private static async ValueTask<AppResponse> ObserveAsync(HttpInstruments instruments, TimeProvider time, Handler next, AppRequest request, CancellationToken cancellationToken)
    {
        var method = KnownMethod(request.Method);
        var route = request.RouteTemplate;
        using var span = StartSpan(instruments, route is null ? method : $"{method} {route}", request.Headers);
        var start = time.GetTimestamp();

        var response = await next(request, cancellationToken);

        var tags = new TagList { { "http.request.method", method }, { "url.scheme", request.IsHttps ? "https" : "http" }, { "http.response.status_code", response.Status } };
        if (route is not null)
            tags.Add("http.route", route);
        if (response.Status >= 500)
        {
            tags.Add("error.type", response.Status.ToString(CultureInfo.InvariantCulture));
            span?.SetStatus(ActivityStatusCode.Error);
        }

        instruments.RequestDuration.Record(time.GetElapsedTime(start).TotalSeconds, tags);
        if (span is not null)
        {
            foreach (var (name, value) in tags)
                span.SetTag(name, value);
        }

        return response;
    }

    // A platform's own activity continues the caller's trace, but this activity is not exported. The new span therefore takes the
    // parent of the platform's activity. Where there is no such activity, the caller's headers give the parent (W3C Trace
    // Context).
    private static Activity? StartSpan(HttpInstruments instruments, string name, HeaderList headers)
    {
        var parent = Activity.Current switch
        {
            { ParentSpanId: var id } host when id != default => new(host.TraceId, id, host.ActivityTraceFlags, host.TraceStateString, isRemote: true),
            null when ActivityContext.TryParse(headers.First("traceparent"), headers.First("tracestate"), isRemote: true, out var caller) => caller,
            _ => default(ActivityContext),
        };
        var before = Activity.Current;
        Activity.Current = null;
        var span = instruments.Spans.StartActivity(name, ActivityKind.Server, parent);
        if (span is null)
            Activity.Current = before; // no listener records spans
        return span;
    }

    // A client can send any word as its method. OpenTelemetry's conventions have the name _OTHER for all unknown methods, which
    // keeps the number of names small.
    private static string KnownMethod(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "TRACE" or "CONNECT" ? method : "_OTHER";
}
