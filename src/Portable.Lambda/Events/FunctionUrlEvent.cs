using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// The properties that this library reads of a Function URL's event. An HTTP API of API Gateway sends the same event with payload
/// version 2.0. Any property may be missing. <see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/>.
/// </summary>
internal sealed class FunctionUrlEvent
{
    public string? Version { get; set; }

    /// <summary>The path: percent-encoded by a Function URL, decoded by an HTTP API of API Gateway.</summary>
    public string? RawPath { get; set; }

    public string? RawQueryString { get; set; }

    /// <summary>Every cookie of the request. <c>headers.cookie</c> contains the cookies too.</summary>
    public List<string> Cookies { get; } = [];

    /// <summary>The headers as the event contains them, except headers whose value is null.</summary>
    public List<Header> Headers { get; } = [];

    public string? Method { get; set; }

    /// <summary>The address from which the request came. The client cannot choose this address.</summary>
    public string? SourceIp { get; set; }

    /// <summary>The stage. If it is not <c>$default</c>, it is the first segment of the path.</summary>
    public string? Stage { get; set; }

    public string? Body { get; set; }

    public bool IsBase64Encoded { get; set; }
}
