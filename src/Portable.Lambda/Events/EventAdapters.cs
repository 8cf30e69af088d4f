namespace Portable.Lambda;

/// <summary>Chooses the adapter of an event by marks that only one service writes.</summary>
internal static class EventAdapters
{
    /// <summary>Lambda's own limit of an answer: 6 MB and 100 bytes.</summary>
    public const int LambdaMaxAnswer = 6_291_556;

    /// <summary>The end of every refusal of an event.</summary>
    public const string Wanted =
        "wanted is an HTTP event of a Function URL, of API Gateway (payload version 1.0 or 2.0) or of an Application Load Balancer";

    /// <summary>
    /// The first line that fits decides. A client writes headers, a path, a query and a body. It writes none of these marks.
    /// </summary>
    /// <exception cref="UnsupportedEventException">The event has no marks of an HTTP event.</exception>
    public static IEventAdapter Of(LambdaEvent source) => source switch
    {
        { IsLoadBalancer: true } => source.MultiValueHeaders is null ? LoadBalancerAdapter.SingleValue : LoadBalancerAdapter.MultiValue,
        { Version: "2.0", RawPath: not null } => FunctionUrlAdapter.Instance,
        { HttpMethod: not null, Path: not null } when source.Version == "1.0" || source.IsApiGateway => RestApiAdapter.Instance,
        _ => throw new UnsupportedEventException($"This event has no marks of an HTTP event: {Wanted}."),
    };

    /// <summary>The refusal of an event whose format is clear, and which lacks what every request has.</summary>
    public static UnsupportedEventException Missing(string place) => new($"This event has no {place}: {Wanted}.");
}
