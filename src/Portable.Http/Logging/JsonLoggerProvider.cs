using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>Creates loggers that write one JSON object a line, in UTF-8, to one stream.</summary>
public sealed class JsonLoggerProvider(Stream output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();

    /// <summary>The lowest level that is written.</summary>
    public LogLevel Minimum { get; init; } = LogLevel.Information;

    /// <summary>
    /// Adds the host's own fields to every line. The second argument is true where the line already has a <c>requestId</c>.
    /// </summary>
    public Action<Utf8JsonWriter, bool>? WriteFields { get; init; }

    /// <summary>Creates a logger. The category does not appear in the lines.</summary>
    public ILogger CreateLogger(string categoryName) => new JsonLogger(this);

    /// <summary>Writes a line with fields that the caller writes. An example is a line that another log has rejected.</summary>
    public void Write(LogLevel level, string message, Action<Utf8JsonWriter> writeFields)
    {
        ArgumentNullException.ThrowIfNull(writeFields);
        new JsonLogger(this).Log(level, message, writeFields);
    }

    /// <summary>Does nothing.</summary>
    public void Dispose()
    {
        // The stream belongs to the caller, so it stays open.
    }

    internal DateTimeOffset Now => time.GetUtcNow();

    // The stream may delay lines, to write several lines together. After a line of level Warning or above, this method flushes
    // the stream.
    internal void Write(ReadOnlySpan<byte> line, bool isUrgent)
    {
        lock (_lock)
        {
            output.Write(line);
            if (isUrgent)
                output.Flush();
        }
    }
}
