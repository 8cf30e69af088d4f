namespace Lessons.LambdaHost.FunctionUrl;

/// <summary>The request's method, and the address it came from, which the client cannot choose.</summary>
internal sealed record EventHttp(string? Method, string? SourceIp);
