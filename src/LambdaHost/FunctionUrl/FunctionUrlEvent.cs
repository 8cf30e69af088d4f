namespace Lessons.LambdaHost.FunctionUrl;

/// <summary>
/// A Function URL's request, which is also API Gateway's HTTP API's of payload version 2.0. Anything may be missing.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/>.
/// </summary>
internal sealed record FunctionUrlEvent
{
    public string? Version { get; init; }

    /// <summary>Percent-encoded for a Function URL; API Gateway's HTTP API has decoded it.</summary>
    public string? RawPath { get; init; }

    public string? RawQueryString { get; init; }

    /// <summary>Every cookie of the request; they stand in <c>headers.cookie</c> too.</summary>
    public string?[]? Cookies { get; init; }

    public Dictionary<string, string?>? Headers { get; init; }

    public EventContext? RequestContext { get; init; }

    public string? Body { get; init; }

    public bool? IsBase64Encoded { get; init; }
}
