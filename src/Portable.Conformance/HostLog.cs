using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.Conformance;

/// <summary>
/// The log of a running host. A host in the process of the tests logs to this object. Each entry has the message, and the text of
/// the exception if there is one.
/// </summary>
public sealed class HostLog : ILogger
{
    private const int LastLines = 20;

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    /// <summary>An empty log.</summary>
    public HostLog() => Context = new(this, TimeProvider.System, Environment.GetEnvironmentVariable);

    /// <summary>The context for <see cref="ProbeApp.Create"/>. Its logger is this log.</summary>
    public HostContext Context { get; }

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
    /// <exception cref="TimeoutException">No line contains the texts within <see cref="Eventually.Bound"/>. The message has the last lines.</exception>
    public Task<string> FindLineAsync(params string[] texts) => FindLineWithinAsync(Eventually.Bound, texts);

    internal async Task<string> FindLineWithinAsync(TimeSpan bound, params string[] texts)
    {
        string? line = null;
        try
        {
            await Eventually.HoldsAsync($"a line with \"{string.Join("\" and \"", texts)}\"", bound, () =>
            {
                lock (_lock)
                    line = _lines.Find(candidate => texts.All(text => candidate.Contains(text, StringComparison.Ordinal)));
                return Task.FromResult(line is not null);
            });
        }
        catch (TimeoutException exception)
        {
            lock (_lock)
                throw new TimeoutException($"{exception.Message}\nThe last lines of the log:\n{string.Join('\n', _lines.TakeLast(LastLines))}", exception);
        }

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
