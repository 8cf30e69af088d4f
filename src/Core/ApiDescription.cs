using System.Security.Cryptography;
using System.Text;
using Portable.Http;

namespace Lessons;

/// <summary>
/// The description of the API in OpenAPI 3.1: every route and its responses. The file is read at the first request for it.
/// </summary>
internal sealed class ApiDescription(string cookieName)
{
    private const string DefaultCookieName = "xxx_session_id";

    private readonly Lazy<AppResponse> _answer = new(() => Create(cookieName));

    public ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        var answer = _answer.Value;
        return new(EntityTag.IsKnown(request.Headers, answer.Headers.First("ETag")!) ? new AppResponse(304) { Headers = answer.Headers } : answer);
    }

    private static AppResponse Create(string cookieName)
    {
        using var reader = new StreamReader(typeof(ApiDescription).Assembly.GetManifestResourceStream("openapi.json")!);
        var body = Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace(DefaultCookieName, cookieName, StringComparison.Ordinal));
        var tag = $"\"{Convert.ToHexString(SHA256.HashData(body))}\"";
        return new(200) { ContentType = AppResponse.JsonType, Headers = [new("Cache-Control", "no-cache"), new("ETag", tag)], Body = body };
    }
}
