using System.Buffers;
using System.Text.Json;

namespace Lessons.Http;

/// <summary>One JSON writer a thread, for what is written in one go and copied out: bodies, log lines, a platform's envelope.</summary>
public static class ThreadJson
{
    // A few listings may be large: whoever comes after one begins with a buffer of the usual size.
    private const int MaxKept = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

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
