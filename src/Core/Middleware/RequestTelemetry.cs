using System.Diagnostics;
using System.Globalization;
using Lessons.Http;
using Lessons.Telemetry;

namespace Lessons.Middleware;

/// <summary>Measures requests while somebody listens: by method, route template and status, never by path or user.</summary>
internal sealed class RequestTelemetry(Func<string, string?> findTemplate, TimeProvider time)
{
    public Handler Wrap(Handler next) => (request, cancellationToken) =>
        Instruments.RequestDuration.Enabled || Instruments.Spans.HasListeners() ? ObserveAsync(next, request, cancellationToken) : next(request, cancellationToken);

    private async ValueTask<AppResponse> ObserveAsync(Handler next, AppRequest request, CancellationToken cancellationToken)
    {
        var method = KnownMethod(request.Method);
        var route = findTemplate(request.Path);
        using var span = StartSpan(route is null ? method : $"{method} {route}", request.Headers);
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

        Instruments.RequestDuration.Record(time.GetElapsedTime(start).TotalSeconds, tags);
        if (span is not null)
        {
            foreach (var (name, value) in tags)
                span.SetTag(name, value);
        }

        return response;
    }

    // A platform's own activity takes the caller's trace in and is exported by nobody: this span stands in its place.
    // Where there is none, the caller's headers tell (W3C Trace Context).
    private static Activity? StartSpan(string name, HeaderList headers)
    {
        var parent = Activity.Current switch
        {
            { ParentSpanId: var id } host when id != default => new(host.TraceId, id, host.ActivityTraceFlags, host.TraceStateString, isRemote: true),
            null when ActivityContext.TryParse(headers.First("traceparent"), headers.First("tracestate"), isRemote: true, out var caller) => caller,
            _ => default(ActivityContext),
        };
        Activity.Current = null;
        return Instruments.Spans.StartActivity(name, ActivityKind.Server, parent);
    }

    // Anyone can send any word: the conventions' name for the others keeps their number small.
    private static string KnownMethod(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "TRACE" or "CONNECT" ? method : "_OTHER";
}
