using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Checks requests.http, which people run by hand.</summary>
public sealed class RequestsFileTests
{
    [Fact]
    public async Task Requests_http_has_exactly_the_routes_of_the_description()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "requests.http"));

        var requests = lines.Where(line => line.Contains(" {{host}}/", StringComparison.Ordinal) && !line.StartsWith("OPTIONS ", StringComparison.Ordinal))
            .Select(line => line.Replace("{{host}}", "", StringComparison.Ordinal).Replace("/123/", "/{lessonSlug}/", StringComparison.Ordinal).Split('?')[0]);

        Assert.Equal(
            ApiDocument.Operations.Where(operation => operation.Method != "HEAD").Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal),
            requests.Distinct().Order(StringComparer.Ordinal));
    }
}
