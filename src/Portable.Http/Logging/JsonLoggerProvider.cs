using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>Loggers that write one JSON object a line, in UTF-8, to one stream.</summary>
public sealed class JsonLoggerProvider(Stream output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();

    /// <summary>What is below it is not written.</summary>
    public LogLevel Minimum { get; init; } = LogLevel.Information;

    /// <summary>Writes fields of the host's own into every line. The second argument says whether the line has a <c>requestId</c> already.</summary>
    public Action<Utf8JsonWriter, bool>? WriteFields { get; init; }

    /// <summary>A logger; its category stands in no line.</summary>
    public ILogger CreateLogger(string categoryName) => new JsonLogger(this);

    /// <summary>Writes a line with fields that the caller writes, such as one that another log has not taken.</summary>
    public void Write(LogLevel level, string message, Action<Utf8JsonWriter> writeFields)
    {
        ArgumentNullException.ThrowIfNull(writeFields);
        new JsonLogger(this).Log(level, message, writeFields);
    }

    /// <summary>Does nothing.</summary>
    public void Dispose()
    {
        // The stream is the process's own standard output: it stays open.
    }

    internal DateTimeOffset Now => time.GetUtcNow();

    // Where a stream holds lines back, it does not hold back what is wrong.
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
