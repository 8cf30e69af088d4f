using System.Globalization;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>The address of Systems Manager.</summary>
internal sealed record SsmEndpoint(bool UseTls, string Host, int Port)
{
    /// <summary>Returns the endpoint of a region. China and the European Sovereign Cloud have domains of their own.</summary>
    public static SsmEndpoint Of(string region)
    {
        var domain = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn"
            : region.StartsWith("eusc-", StringComparison.Ordinal) ? "amazonaws.eu"
            : "amazonaws.com";
        return new(true, $"ssm.{region}.{domain}", 443);
    }

    /// <summary>Parses <c>AWS_ENDPOINT_URL_SSM</c>: a scheme, a host and an optional port.</summary>
    /// <exception cref="SettingsException">The text is not such a URL.</exception>
    public static SsmEndpoint Parse(string url)
    {
        var (scheme, authority) = url.TrimEnd('/').Split("://") is [var first, var second] ? (first, second) : ("", "");
        var parts = authority.Split(':');
        var port = scheme == "https" ? 443 : 80;
        if (scheme is not ("http" or "https") || parts[0].Length == 0 || (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port)))
            throw new SettingsException("AWS_ENDPOINT_URL_SSM must be http:// or https://, a host and an optional port.");
        return new(scheme == "https", parts[0], port);
    }
}
