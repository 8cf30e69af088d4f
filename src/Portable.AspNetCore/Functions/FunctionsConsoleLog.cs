using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>
/// For Microsoft's worker of Azure Functions: writes the lines that belong to no request to standard error, one JSON object a line.
/// Microsoft's own logger sends such lines too, and the Functions host does not show them.
/// </summary>
public sealed class FunctionsConsoleLog : ILoggerProvider, ISupportExternalScope
{
    private readonly LogStream _errors;
    private readonly ILogger _console;
    private IExternalScopeProvider? _scopes;

    /// <summary>Writes to the standard error of this process.</summary>
    public FunctionsConsoleLog() => (_errors, _console) = Open();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new OutsideLogger(this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose() => _errors.Dispose();

    private static (LogStream Errors, ILogger Console) Open()
    {
        var errors = LogStream.ToStandardError(TimeProvider.System);
        using var provider = new JsonLoggerProvider(errors, TimeProvider.System);
        return (errors, provider.CreateLogger(""));
    }

    // The worker opens a scope for each invocation, and its server opens one for each request.
    private bool IsWithinRequest()
    {
        var isWithin = false;
        _scopes?.ForEachScope((_, _) => isWithin = true, (object?)null);
        return isWithin;
    }

    private sealed class OutsideLogger(FunctionsConsoleLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log._console.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!log.IsWithinRequest())
                log._console.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
