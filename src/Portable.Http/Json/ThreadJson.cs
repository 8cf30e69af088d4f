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

    [ThreadStatic]
    private static bool s_isTaken;

    /// <summary>The bytes of an object with the properties that are written. What logs meanwhile gets another writer.</summary>
    public static byte[] WriteObject(Action<Utf8JsonWriter> writeProperties) => WriteObject(writeProperties, static (json, write) => write(json));

    /// <summary>The same, with a state for what writes the properties, which needs no closure then; <paramref name="end"/> follows the object.</summary>
    public static byte[] WriteObject<TState>(TState state, Action<Utf8JsonWriter, TState> writeProperties, ReadOnlySpan<byte> end = default)
    {
        ArgumentNullException.ThrowIfNull(writeProperties);
        var writer = Begin(out var buffer);
        try
        {
            writer.WriteStartObject();
            writeProperties(writer, state);
            writer.WriteEndObject();
            writer.Flush();
            buffer.Write(end);
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            End(writer);
        }
    }

    /// <summary>
    /// This thread's writer and the buffer that it writes to, both empty. They are the caller's until <see cref="End"/>; whoever
    /// asks before that gets a pair of his own.
    /// </summary>
    public static Utf8JsonWriter Begin(out ArrayBufferWriter<byte> buffer)
    {
        if (s_isTaken)
        {
            buffer = new(1024);
            return new(buffer, JsonEncoder.WriterOptions);
        }

        if (s_buffer is not { Capacity: <= MaxKept } || s_writer is null)
        {
            s_buffer = new(1024);
            s_writer = new(s_buffer, JsonEncoder.WriterOptions);
        }

        s_isTaken = true;
        buffer = s_buffer;
        buffer.ResetWrittenCount();
        s_writer.Reset();
        return s_writer;
    }

    /// <summary>Gives the writer back. What it has written must be copied out before.</summary>
    public static void End(Utf8JsonWriter writer)
    {
        if (writer == s_writer)
            s_isTaken = false;
    }
}
