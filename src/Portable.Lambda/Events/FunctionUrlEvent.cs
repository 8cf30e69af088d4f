using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// What is read of a Function URL's request, which is also API Gateway's HTTP API's of payload version 2.0. Anything may
/// be missing. <see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/>.
/// </summary>
internal sealed class FunctionUrlEvent
{
    public string? Version { get; set; }

    /// <summary>Percent-encoded for a Function URL; API Gateway's HTTP API has decoded it.</summary>
    public string? RawPath { get; set; }

    public string? RawQueryString { get; set; }

    /// <summary>Every cookie of the request; they stand in <c>headers.cookie</c> too.</summary>
    public List<string> Cookies { get; } = [];

    /// <summary>As they came, those without a value left out.</summary>
    public List<Header> Headers { get; } = [];

    public string? Method { get; set; }

    /// <summary>The address that the request came from, which the client cannot choose.</summary>
    public string? SourceIp { get; set; }

    /// <summary>A stage other than <c>$default</c> is the path's first segment.</summary>
    public string? Stage { get; set; }

    public string? Body { get; set; }

    public bool IsBase64Encoded { get; set; }
}
