using System.Text;

namespace Lessons.ColdStart;

/// <summary>A Function URL's event, payload version 2.0, with what a browser's request has.</summary>
internal static class BenchmarkEvent
{
    /// <summary>The cookie stands in both places, as the platform puts it. A body is a form.</summary>
    public static byte[] Create(string method, string path, string query = "", string? cookie = null, string? body = null)
    {
        var (cookies, cookieHeader) = cookie is null ? ("", "") : ($"\"cookies\":[\"{cookie}\"],", $"\"cookie\":\"{cookie}\",");
        var (type, form) = body is null ? ("", "") : ("\"content-type\":\"application/x-www-form-urlencoded\",", $"\"body\":\"{body}\",");
        return Encoding.UTF8.GetBytes(
            $$"""
            {"version":"2.0","routeKey":"$default","rawPath":"{{path}}","rawQueryString":"{{query}}",{{cookies}}"headers":{{{cookieHeader}}{{type}}"host":"bench.lambda-url.eu-central-1.on.aws","accept":"*/*","accept-encoding":"gzip, deflate","user-agent":"cold-start","x-amzn-trace-id":"Root=1-5759e988-bd862e3fe1be46a994272793","x-forwarded-for":"203.0.113.7","x-forwarded-port":"443","x-forwarded-proto":"https"},"requestContext":{"accountId":"anonymous","apiId":"bench","domainName":"bench.lambda-url.eu-central-1.on.aws","domainPrefix":"bench","http":{"method":"{{method}}","path":"{{path}}","protocol":"HTTP/1.1","sourceIp":"203.0.113.7","userAgent":"cold-start"},"requestId":"e1506fd5-9e7b-434f-bd42-4f8fa224b599","routeKey":"$default","stage":"$default","time":"01/Jan/2026:00:00:00 +0000","timeEpoch":1767225600000},{{form}}"isBase64Encoded":false}
            """);
    }
}
