namespace Lessons.LambdaLocal;

/// <summary>An answer of the service itself.</summary>
internal sealed record GatewayRefusal(int Status, string Body = "")
{
    /// <summary>For a body that is larger than the service takes.</summary>
    public static GatewayRefusal TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge);
}
