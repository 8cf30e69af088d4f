using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lessons.Logging;

/// <summary>One JSON writer a thread, for log entries: most requests write one.</summary>
public static class LogWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>This thread's writer and the buffer that it writes to, both empty.</summary>
    public static Utf8JsonWriter Begin(out ArrayBufferWriter<byte> buffer)
    {
        buffer = s_buffer ??= new(512);
        buffer.ResetWrittenCount();
        var writer = s_writer ??= new(buffer, Options);
        writer.Reset();
        return writer;
    }
}
