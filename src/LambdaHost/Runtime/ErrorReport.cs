namespace Lessons.LambdaHost.Runtime;

/// <summary>An error in the form of the Runtime API.</summary>
internal sealed record ErrorReport(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace)
{
    public static ErrorReport Of(Exception exception) =>
        new(exception.GetType().Name, exception.Message, exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);
}
