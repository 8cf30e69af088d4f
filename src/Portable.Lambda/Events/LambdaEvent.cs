using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// The properties of an HTTP event that an adapter reads. Any property may be missing. Each adapter names the document of its format.
/// </summary>
internal sealed class LambdaEvent
{
    public string? Version { get; set; }

    /// <summary>The headers as the event contains them, without headers whose value is null.</summary>
    public List<Header> Headers { get; set; } = [];

    public string? Body { get; set; }

    public bool IsBase64Encoded { get; set; }

    /// <summary>
    /// The name of the stage of an API. In some events a stage other than <c>$default</c> is the first segment of the path.
    /// </summary>
    public string? Stage { get; set; }

    // Payload version 2.0.

    public string? RawPath { get; set; }

    public string? RawQueryString { get; set; }

    /// <summary>Every cookie of the request. <c>headers.cookie</c> contains the cookies too.</summary>
    public List<string> Cookies { get; } = [];

    /// <summary><c>requestContext.http.method</c>.</summary>
    public string? ContextMethod { get; set; }

    /// <summary><c>requestContext.http.sourceIp</c>: the address of the client. The client cannot choose it.</summary>
    public string? ContextAddress { get; set; }

    // Payload version 1.0, and the load balancer. A list is null if the event lacks it.

    public string? HttpMethod { get; set; }

    public string? Path { get; set; }

    /// <summary>The template of the path, such as <c>/users/{id}</c>.</summary>
    public string? Resource { get; set; }

    public List<Header>? MultiValueHeaders { get; set; }

    /// <summary>The names and values of the query's parameters.</summary>
    public List<Header>? Query { get; set; }

    public List<Header>? MultiValueQuery { get; set; }

    public List<Header>? PathParameters { get; set; }

    /// <summary><c>requestContext.path</c>.</summary>
    public string? ContextPath { get; set; }

    /// <summary><c>requestContext.identity.sourceIp</c>: the address of the client. The client cannot choose it.</summary>
    public string? IdentityAddress { get; set; }

    /// <summary>Whether the event asks an authorizer about a request: it has <c>methodArn</c> or <c>routeArn</c>.</summary>
    public bool IsAuthorizer { get; set; }

    /// <summary>Whether <c>requestContext</c> has <c>stage</c>, <c>identity</c> or <c>resourcePath</c>, which a load balancer does not write.</summary>
    public bool IsApiGateway { get; set; }

    /// <summary>Whether <c>requestContext</c> has the property <c>elb</c>.</summary>
    public bool IsLoadBalancer { get; set; }
}
