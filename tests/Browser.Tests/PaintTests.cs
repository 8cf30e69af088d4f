using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace Lessons.Browser;

/// <summary>Measures the bytes and the time of a first visit to the page. If <c>PAGE_REPORT</c> is set, the test writes the figures.</summary>
public sealed class PaintTests(Chromium chromium, Sites sites)
{
    private const int Visits = 9;

    private const string FirstPaint = """
        async () => {
          await new Promise(done => new PerformanceObserver(done).observe({ type: 'paint', buffered: true }));
          return performance.getEntriesByName('first-contentful-paint')[0].startTime;
        }
        """;

    private static readonly string[] Files = ["/", "/page.css", "/page.js", "/page.svg"];

    [Theory, EveryPageHost]
    public async Task A_first_visit_loads_four_files_in_at_most_12000_bytes(string host)
    {
        var site = await sites.GetDemoAsync(host);
        var paints = new List<double>();
        var (wire, bodies) = (0, 0);
        for (var visit = 0; visit < Visits; visit++)
        {
            await using var context = await chromium.VisitAsync();
            var requests = new ConcurrentDictionary<string, IRequest>(StringComparer.Ordinal);
            context.RequestFinished += (_, request) => requests.TryAdd(request.Url[site.Url("").Length..].Split('?')[0], request);
            var tab = await Tab.OpenAsync(context, site);
            await tab.Heading("Log in").WaitForAsync();
            paints.Add(await tab.Page.EvaluateAsync<double>(FirstPaint));

            Assert.Equal(["/", "/lessons", "/page.css", "/page.js", "/page.svg", "/session"], requests.Keys.Order(StringComparer.Ordinal));
            var sizes = await Task.WhenAll(Files.Select(file => requests[file].SizesAsync()));
            (wire, bodies) = (sizes.Sum(size => size.ResponseHeadersSize + size.ResponseBodySize), sizes.Sum(size => size.ResponseBodySize));
            Assert.InRange(wire, bodies + 1, 12_000);
        }

        paints.Sort();
        PageReport.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{host}: {wire} bytes on the wire, {bodies} of them bodies; first contentful paint {paints[Visits / 2]:0} ms (quartiles {paints[Visits / 4]:0} and {paints[Visits * 3 / 4]:0}, {Visits} visits)"));
    }
}
