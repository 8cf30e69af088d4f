using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>
/// A log for Microsoft's worker of Azure Functions. It writes the lines that do not belong to a request of <see
/// cref="PortableApplication"/> to standard error, one JSON object a line. Microsoft's own logger also sends such lines to the
/// Functions host, but the host does not show them.
/// </summary>
public sealed class FunctionsConsoleLog : ILoggerProvider
{
    private readonly Stream _output;
    private readonly ILogger _console;

    /// <summary>Writes to the standard error of this process.</summary>
    public FunctionsConsoleLog()
        : this(LogStream.ToStandardError(TimeProvider.System))
    {
    }

    internal FunctionsConsoleLog(Stream output)
    {
        using var provider = new JsonLoggerProvider(output, TimeProvider.System);
        (_output, _console) = (output, provider.CreateLogger(""));
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new OutsideLogger(this);

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    private sealed class OutsideLogger(FunctionsConsoleLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log._console.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!AnsweringScope.IsActive)
                log._console.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
