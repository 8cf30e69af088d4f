namespace Lessons.LambdaHost.FunctionUrl;

/// <summary>What the platform says of a request. A stage other than <c>$default</c> is the path's first segment.</summary>
internal sealed record EventContext(EventHttp? Http, string? Stage);
