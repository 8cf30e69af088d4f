namespace Portable.Lambda;

/// <summary>Chooses the adapter of an event by the event's properties.</summary>
internal static class EventAdapters
{
    /// <summary>Lambda's limit for a response, in bytes of JSON: 6 MiB and 100 bytes.</summary>
    public const int LambdaMaxAnswer = 6_291_556;

    /// <summary>The end of the message of every refused event, except for a body that is not base64.</summary>
    public const string Wanted =
        "this function accepts HTTP events of a Function URL, of API Gateway (payload version 1.0 or 2.0) and of an Application Load Balancer";

    /// <summary>
    /// Returns the adapter of the first line that matches. With Lambda proxy integrations, a client can choose headers, path, query and body of an
    /// event, but none of the properties that these lines compare. Without a proxy integration, the client's body is the event.
    /// </summary>
    /// <exception cref="UnsupportedEventException">No line matches.</exception>
    public static IEventAdapter Of(LambdaEvent source) => source switch
    {
        { IsAuthorizer: true } => throw new UnsupportedEventException($"The event is of a Lambda authorizer: {Wanted}."),
        { IsLoadBalancer: true } => source.MultiValueHeaders is null ? LoadBalancerAdapter.SingleValue : LoadBalancerAdapter.MultiValue,
        { Version: "2.0", RawPath: not null } => FunctionUrlAdapter.Instance,
        { HttpMethod: not null, Path: not null } when source.Version == "1.0" || source.IsApiGateway => RestApiAdapter.Instance,
        _ => throw new UnsupportedEventException($"The event lacks the properties of an HTTP event: {Wanted}."),
    };

    /// <summary>Refuses an event of a known format that lacks a property.</summary>
    public static UnsupportedEventException Missing(string place) => new($"The event lacks {place}: {Wanted}.");
}
