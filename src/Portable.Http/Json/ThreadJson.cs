using System.Buffers;
using System.Text.Json;

namespace Portable.Http;

/// <summary>
/// Keeps one JSON writer for each thread. It is for output that is written at once, without an <c>await</c>: bodies, log lines, a
/// platform's envelope.
/// </summary>
public static class ThreadJson
{
    // The maximum size of a kept buffer, in bytes. Few responses are larger. After a larger response, the next caller gets a new
    // buffer of the usual size.
    private const int MaxKept = 64 * 1024;

    // A Utf8JsonWriter requests this many bytes at a time.
    private const int WritersStep = 4096;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    [ThreadStatic]
    private static bool s_isTaken;

    /// <summary>
    /// Returns the bytes of a JSON object with the properties that the delegate writes. Code that logs during the call gets
    /// another writer.
    /// </summary>
    public static ReadOnlyMemory<byte> WriteObject(Action<Utf8JsonWriter> writeProperties) => WriteObject(writeProperties, static (json, write) => write(json));

    /// <summary>
    /// Does the same as <see cref="WriteObject(Action{Utf8JsonWriter})"/>, with a state for the delegate. The delegate then needs
    /// no closure. The bytes of <paramref name="end"/> follow the object. The <paramref name="sizeHint"/> is the expected number
    /// of bytes. With this hint a large object is neither copied nor moved while it grows.
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
    /// Returns the written bytes for a caller that keeps them. The bytes are a copy, unless the buffer was created for this
    /// caller alone. The caller must be on the thread that called <see cref="Begin"/>.
    /// </summary>
    public static ReadOnlyMemory<byte> TakeWritten(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return writer == s_writer ? buffer.WrittenSpan.ToArray() : buffer.WrittenMemory;
    }

    /// <summary>
    /// Returns this thread's writer and its buffer, both empty. The caller owns both until <see cref="End"/>. A second caller
    /// before <see cref="End"/> gets a new pair. A caller that expects more bytes than the kept buffer may have also gets a new
    /// pair.
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
    /// Returns the writer, on the thread that called <see cref="Begin"/>. The caller must take the written bytes before this
    /// call, with <see cref="TakeWritten"/> or as a copy.
    /// </summary>
    public static void End(Utf8JsonWriter writer)
    {
        if (writer == s_writer)
            s_isTaken = false;
    }
}
