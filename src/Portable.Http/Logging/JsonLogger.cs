using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>
/// Writes a line with these fields: <c>timestamp</c> (RFC 3339, UTC), <c>level</c>, <c>message</c>, every named value of the
/// message in camel case, and <c>exception</c>. Scopes are not written.
/// </summary>
internal sealed class JsonLogger(JsonLoggerProvider provider) : ILogger
{
    // Messages and exceptions are cut to this number of characters, so that a line fits into the buffer of LogStream. The
    // beginning of a text has most of its information.
    private const int MaxText = 16 * 1024;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= provider.Minimum && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;

        var writer = ThreadJson.Begin(out var buffer);
        try
        {
            Begin(writer, logLevel, LogValues.Message(state, exception, formatter));
            var hasRequestId = LogValues.Write(writer, state, hasException: exception is not null);
            provider.WriteFields?.Invoke(writer, hasRequestId);
            if (exception is not null)
                writer.WriteString("exception"u8, LogText.Cut(exception.ToString(), MaxText));
            End(writer, buffer, logLevel);
        }
        finally
        {
            ThreadJson.End(writer);
        }
    }

    public void Log(LogLevel logLevel, string message, Action<Utf8JsonWriter> writeFields)
    {
        if (!IsEnabled(logLevel))
            return;

        var writer = ThreadJson.Begin(out var buffer);
        try
        {
            Begin(writer, logLevel, message);
            writeFields(writer);
            End(writer, buffer, logLevel);
        }
        finally
        {
            ThreadJson.End(writer);
        }
    }

    private void Begin(Utf8JsonWriter writer, LogLevel logLevel, string message)
    {
        writer.WriteStartObject();
        writer.WriteString("timestamp"u8, provider.Now.UtcDateTime);
        writer.WriteString("level"u8, Name(logLevel));
        writer.WriteString("message"u8, LogText.Cut(message, MaxText));
    }

    private void End(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, LogLevel logLevel)
    {
        writer.WriteEndObject();
        writer.Flush();
        buffer.Write("\n"u8);
        provider.Write(buffer.WrittenSpan, isUrgent: logLevel >= LogLevel.Warning);
    }

    // AWS Lambda filters lines by these names.
    private static ReadOnlySpan<byte> Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE"u8,
        LogLevel.Debug => "DEBUG"u8,
        LogLevel.Warning => "WARN"u8,
        LogLevel.Error => "ERROR"u8,
        LogLevel.Critical => "FATAL"u8,
        _ => "INFO"u8,
    };
}
