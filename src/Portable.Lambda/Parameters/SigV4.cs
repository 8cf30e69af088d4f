using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// Computes AWS Signature Version 4 for a request without a query.
/// <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>.
/// </summary>
internal static class SigV4
{
    /// <summary>Returns the value of the Authorization header. Signs all given headers. Their names must be in lower case.</summary>
    public static string Authorize(AwsCredentials credentials, string region, string service, DateTimeOffset now, string method, string path, IReadOnlyList<Header> headers, ReadOnlySpan<byte> body)
    {
        var sorted = headers.OrderBy(header => header.Name, StringComparer.Ordinal).ToList();
        var canonicalHeaders = string.Concat(sorted.Select(header => $"{header.Name}:{header.Value.Trim()}\n"));
        var signedHeaders = string.Join(';', sorted.Select(header => header.Name));
        var canonicalRequest = $"{method}\n{path}\n\n{canonicalHeaders}\n{signedHeaders}\n{Hex(SHA256.HashData(body))}";

        var date = now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var scope = $"{date}/{region}/{service}/aws4_request";
        var toSign = $"AWS4-HMAC-SHA256\n{Timestamp(now)}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)))}";

        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (var part in (string[])[date, region, service, "aws4_request", toSign])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return $"AWS4-HMAC-SHA256 Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={signedHeaders}, Signature={Hex(key)}";
    }

    /// <summary>Returns the value of <c>x-amz-date</c>.</summary>
    public static string Timestamp(DateTimeOffset now) => now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
