using System.Buffers;
using System.Text.Json;
using Lessons.Http;

namespace Lessons.Logging;

/// <summary>One JSON writer a thread, for log entries: most requests write one.</summary>
public static class LogWriter
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>This thread's writer and the buffer that it writes to, both empty.</summary>
    public static Utf8JsonWriter Begin(out ArrayBufferWriter<byte> buffer)
    {
        buffer = s_buffer ??= new(512);
        buffer.ResetWrittenCount();
        var writer = s_writer ??= new(buffer, JsonEncoder.WriterOptions);
        writer.Reset();
        return writer;
    }
}
