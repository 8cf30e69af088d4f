namespace Lessons.FunctionsLocal;

/// <summary>What the command line says.</summary>
internal sealed record FunctionsLocalOptions
{
    public const string Usage = """
        functions-local [options]: a stand-in for the Azure Functions host in front of a worker.
          --app PATH    the function app's folder (default build/azure)
          --core-tools  stands for func start and not for Azure: X-Forwarded-Proto is not believed
        PORT is where it listens (default 7071; 0 lets the system choose). Every variable is passed on.
        """;

    public string App { get; init; } = Path.Combine("build", "azure");

    public bool IsManaged { get; init; } = true;

    /// <exception cref="FormatException">An option is unknown.</exception>
    public static FunctionsLocalOptions Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--app", var path, .. var rest] => Parse(rest) with { App = path },
        ["--core-tools", .. var rest] => Parse(rest) with { IsManaged = false },
        _ => throw new FormatException(Usage),
    };
}
