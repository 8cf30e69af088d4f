using System.Buffers;
using System.Text.Json;

namespace Portable.Http;

/// <summary>One JSON writer a thread, for what is written in one go, without an <c>await</c>: bodies, log lines, a platform's envelope.</summary>
public static class ThreadJson
{
    // A few listings may be large: whoever comes after one begins with a buffer of the usual size.
    private const int MaxKept = 64 * 1024;

    // A Utf8JsonWriter asks for so much room whenever it asks for any.
    private const int WritersStep = 4096;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    [ThreadStatic]
    private static bool s_isTaken;

    /// <summary>The bytes of an object with the properties that are written. What logs meanwhile gets another writer.</summary>
    public static ReadOnlyMemory<byte> WriteObject(Action<Utf8JsonWriter> writeProperties) => WriteObject(writeProperties, static (json, write) => write(json));

    /// <summary>
    /// The same, with a state for what writes the properties, which needs no closure then; <paramref name="end"/> follows the object.
    /// <paramref name="sizeHint"/> is how many bytes are expected: with it a large object is neither copied nor moved as it grows.
    /// </summary>
    public static ReadOnlyMemory<byte> WriteObject<TState>(
        TState state, Action<Utf8JsonWriter, TState> writeProperties, ReadOnlySpan<byte> end = default, int sizeHint = 0)
    {
        ArgumentNullException.ThrowIfNull(writeProperties);
        var writer = Begin(out var buffer, sizeHint);
        try
        {
            writer.WriteStartObject();
            writeProperties(writer, state);
            writer.WriteEndObject();
            writer.Flush();
            buffer.Write(end);
            return TakeWritten(writer, buffer);
        }
        finally
        {
            End(writer);
        }
    }

    /// <summary>
    /// What has been written, for whoever keeps it: a copy, unless the buffer was made for it alone. The thread must be the one of
    /// <see cref="Begin"/>.
    /// </summary>
    public static ReadOnlyMemory<byte> TakeWritten(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return writer == s_writer ? buffer.WrittenSpan.ToArray() : buffer.WrittenMemory;
    }

    /// <summary>
    /// This thread's writer and the buffer that it writes to, both empty. They are the caller's until <see cref="End"/>; whoever
    /// asks before that gets a pair of his own, and so does whoever expects more bytes than are kept.
    /// </summary>
    public static Utf8JsonWriter Begin(out ArrayBufferWriter<byte> buffer, int sizeHint = 0)
    {
        if (s_isTaken || sizeHint > MaxKept)
        {
            buffer = new(Math.Max(1024, sizeHint + WritersStep));
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

    /// <summary>
    /// Gives the writer back, on the thread of <see cref="Begin"/>. What it has written is taken before, by <see cref="TakeWritten"/>
    /// or as a copy.
    /// </summary>
    public static void End(Utf8JsonWriter writer)
    {
        if (writer == s_writer)
            s_isTaken = false;
    }
}
