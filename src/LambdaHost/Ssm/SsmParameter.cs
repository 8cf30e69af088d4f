namespace Lessons.LambdaHost.Ssm;

internal sealed record SsmParameter(string? Value);
