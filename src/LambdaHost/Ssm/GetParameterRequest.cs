namespace Lessons.LambdaHost.Ssm;

internal sealed record GetParameterRequest(string Name, bool WithDecryption);
