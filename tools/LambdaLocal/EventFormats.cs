namespace Lessons.LambdaLocal;

/// <summary>The formats by their names in the command-line option.</summary>
internal static class EventFormats
{
    public const string Default = "function-url";

    private static readonly Dictionary<string, IEventFormat> ByName = new(StringComparer.Ordinal)
    {
        [Default] = new FunctionUrlFormat(),
        ["http-api"] = new HttpApiFormat(),
        ["http-api-1"] = new HttpApiOneFormat(),
        ["rest-api"] = new RestApiFormat(),
        ["alb"] = new LoadBalancerFormat(isMultiValue: false),
        ["alb-multi"] = new LoadBalancerFormat(isMultiValue: true),
    };

    /// <exception cref="FormatException">No format has this name.</exception>
    public static IEventFormat Parse(string name) => ByName.TryGetValue(name, out var format)
        ? format
        : throw new FormatException($"--event-format must be one of {string.Join(", ", ByName.Keys)}.");
}
