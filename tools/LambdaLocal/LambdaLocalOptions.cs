using System.Globalization;

namespace Lessons.LambdaLocal;

/// <summary>The options of the command line.</summary>
internal sealed record LambdaLocalOptions
{
    public const string Usage = """
        lambda-local [options]: serves a Function URL, or another event source, on loopback and runs a Lambda bootstrap behind it.
          --bootstrap PATH   the executable (default build/lambda/bootstrap)
          --event-format F   function-url (the default), http-api, http-api-1, rest-api, alb or alb-multi
          --invoke-mode M    BUFFERED (the default) or RESPONSE_STREAM, of a Function URL
          --event FILE       send this one event, print the response and a REPORT line, and exit
          --timeout SECONDS  the function's time-out (default 10)
          --memory MB        the memory size that the function's environment contains (default 512)
          --concurrency N    number of simultaneous invocations in one process (default 1)
          --freeze           stop the process between invocations, as Lambda does (not on Windows)
          --no-redis         start no embedded Redis, for a function that needs none
        The variable PORT sets the port (default 5001; with 0, the system chooses one). The bootstrap gets all environment variables.
        """;

    /// <summary>The path of the executable. On Windows, .exe is added if the path has no extension.</summary>
    public string Bootstrap
    {
        get;
        init => field = OperatingSystem.IsWindows() && !Path.HasExtension(value) ? value + ".exe" : value;
    } = Path.Combine("build", "lambda", "bootstrap");

    public string? Event { get; init; }

    public IEventFormat EventFormat { get; init; } = EventFormats.Parse(EventFormats.Default);

    /// <summary>Whether the Function URL has the invoke mode RESPONSE_STREAM.</summary>
    public bool IsStreaming { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public int MemoryMegabytes { get; init; } = 512;

    public int Concurrency { get; init; } = 1;

    public bool Freeze { get; init; }

    public bool NeedsRedis { get; init; } = true;

    /// <exception cref="FormatException">An option is unknown, or its value cannot be used.</exception>
    public static LambdaLocalOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = Read(arguments);
        return options.IsStreaming && options is not { Event: null, EventFormat: FunctionUrlFormat }
            ? throw new FormatException("Only a Function URL has the invoke mode RESPONSE_STREAM: use --invoke-mode without --event and --event-format.")
            : options;
    }

    private static LambdaLocalOptions Read(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--freeze", ..] when OperatingSystem.IsWindows() => throw new FormatException("--freeze is not available on Windows, which has no signal to stop a process."),
        ["--freeze", .. var rest] => Read(rest) with { Freeze = true },
        ["--no-redis", .. var rest] => Read(rest) with { NeedsRedis = false },
        ["--bootstrap", var path, .. var rest] => Read(rest) with { Bootstrap = path },
        ["--event", var path, .. var rest] => Read(rest) with { Event = path },
        ["--event-format", var name, .. var rest] => Read(rest) with { EventFormat = EventFormats.Parse(name) },
        ["--invoke-mode", "BUFFERED", .. var rest] => Read(rest) with { IsStreaming = false },
        ["--invoke-mode", "RESPONSE_STREAM", .. var rest] => Read(rest) with { IsStreaming = true },
        ["--timeout", var seconds, .. var rest] => Read(rest) with { Timeout = TimeSpan.FromSeconds(Number(seconds)) },
        ["--memory", var megabytes, .. var rest] => Read(rest) with { MemoryMegabytes = Number(megabytes) },
        ["--concurrency", var number, .. var rest] => Read(rest) with { Concurrency = Number(number) },
        _ => throw new FormatException(Usage),
    };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new FormatException(Usage);
}
