using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.Conformance;

/// <summary>
/// The log of a running host. A host in the process of the tests logs to this object. Each entry has the message, and the text of
/// the exception if there is one.
/// </summary>
public sealed class HostLog : ILogger
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    /// <summary>A context for <see cref="ProbeApp.Create"/>, whose logger is this log.</summary>
    public HostContext Context => new(this, TimeProvider.System, Environment.GetEnvironmentVariable);

    /// <summary>Everything that was logged so far, joined by line feeds.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        lock (_lock)
            _lines.Add(line);
    }

    /// <summary>
    /// Waits for a line that contains these texts, and returns the line. Searches every line since the start, because several tests
    /// may share the host.
    /// </summary>
    /// <exception cref="TimeoutException">No line contains the texts within <see cref="Eventually.Bound"/>.</exception>
    public async Task<string> FindLineAsync(params string[] texts)
    {
        string? line = null;
        await Eventually.HoldsAsync($"a line with \"{string.Join("\" and \"", texts)}\"", () =>
        {
            lock (_lock)
                line = _lines.Find(candidate => texts.All(text => candidate.Contains(text, StringComparison.Ordinal)));
            return Task.FromResult(line is not null);
        });
        return line!;
    }

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Add(exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception}");
    }

    /// <summary>Every level is enabled.</summary>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <summary>Scopes are not logged.</summary>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
