namespace Lessons.LambdaLocal;

/// <summary>A response of the service itself.</summary>
internal sealed record GatewayRefusal(int Status, string Body = "")
{
    /// <summary>The response to a body that is larger than the service accepts.</summary>
    public static GatewayRefusal TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge);
}
