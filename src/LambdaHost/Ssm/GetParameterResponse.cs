namespace Lessons.LambdaHost.Ssm;

internal sealed record GetParameterResponse(SsmParameter? Parameter);
