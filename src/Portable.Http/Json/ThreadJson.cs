using System.Buffers;
using System.Text.Json;

namespace Portable.Http;

/// <summary>One JSON writer a thread, for what is written in one go and copied out: bodies, log lines, a platform's envelope.</summary>
public static class ThreadJson
{
    // A few listings may be large: whoever comes after one begins with a buffer of the usual size.
    private const int MaxKept = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>The bytes of an object with the properties that are written, and of what follows it. Nothing else may be written meanwhile.</summary>
    public static byte[] WriteObject(Action<Utf8JsonWriter> writeProperties, ReadOnlySpan<byte> end = default)
    {
        ArgumentNullException.ThrowIfNull(writeProperties);
        var writer = Begin(out var buffer);
        writer.WriteStartObject();
        writeProperties(writer);
        writer.WriteEndObject();
        writer.Flush();
        buffer.Write(end);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>This thread's writer and the buffer that it writes to, both empty: until the next call they are the caller's.</summary>
    public static Utf8JsonWriter Begin(out ArrayBufferWriter<byte> buffer)
    {
        if (s_buffer is not { Capacity: <= MaxKept } || s_writer is null)
        {
            s_buffer = new(1024);
            s_writer = new(s_buffer, JsonEncoder.WriterOptions);
        }

        buffer = s_buffer;
        buffer.ResetWrittenCount();
        s_writer.Reset();
        return s_writer;
    }
}
