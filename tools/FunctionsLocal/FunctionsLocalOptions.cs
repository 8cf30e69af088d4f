namespace Lessons.FunctionsLocal;

/// <summary>The options of the command line.</summary>
internal sealed record FunctionsLocalOptions
{
    public const string Usage = """
        functions-local [options]: a stand-in for the Azure Functions host in front of a worker.
          --app PATH    the function app's folder (default build/azure)
          --core-tools  act as func start and not as Azure: ignore X-Forwarded-Proto
          --no-redis    start no embedded Redis, for an application that needs none
        The environment variable PORT is the port to listen on (default 7071; 0: the system chooses). The worker gets all environment variables.
        """;

    public string App { get; init; } = Path.Combine("build", "azure");

    public bool IsManaged { get; init; } = true;

    public bool NeedsRedis { get; init; } = true;

    /// <exception cref="FormatException">An option is unknown or has no value.</exception>
    public static FunctionsLocalOptions Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--app", var path, .. var rest] => Parse(rest) with { App = path },
        ["--core-tools", .. var rest] => Parse(rest) with { IsManaged = false },
        ["--no-redis", .. var rest] => Parse(rest) with { NeedsRedis = false },
        _ => throw new FormatException(Usage),
    };
}
