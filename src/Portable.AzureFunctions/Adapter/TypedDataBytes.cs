using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Portable.AzureFunctions.Protocol;
using Kind = Portable.AzureFunctions.Protocol.TypedData.DataOneofCase;

namespace Portable.AzureFunctions;

/// <summary>
/// Converts a body to bytes. The host sends bytes to a worker that accepts raw bytes, and the other forms to workers with other
/// capabilities. A text or a number becomes text in UTF-8, and a collection becomes a JSON array. Any other form becomes an empty body.
/// </summary>
internal static class TypedDataBytes
{
    public static ReadOnlyMemory<byte> Of(TypedData? data) => data?.DataCase switch
    {
        Kind.Bytes => data.Bytes.Memory,
        Kind.Stream => data.Stream.Memory,
        Kind.String => Encoding.UTF8.GetBytes(data.String),
        Kind.Json => Encoding.UTF8.GetBytes(data.Json),
        Kind.Int => Encoding.UTF8.GetBytes(data.Int.ToString(CultureInfo.InvariantCulture)),
        Kind.Double => Encoding.UTF8.GetBytes(data.Double.ToString(CultureInfo.InvariantCulture)),
        Kind.CollectionBytes => Array(data.CollectionBytes.Bytes, (writer, value) => writer.WriteBase64StringValue(value.Span)),
        Kind.CollectionString => Array(data.CollectionString.String, (writer, value) => writer.WriteStringValue(value)),
        Kind.CollectionDouble => Array(data.CollectionDouble.Double, (writer, value) => writer.WriteNumberValue(value)),
        Kind.CollectionSint64 => Array(data.CollectionSint64.Sint64, (writer, value) => writer.WriteNumberValue(value)),
        _ => default,
    };

    private static ReadOnlyMemory<byte> Array<T>(IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var value in values)
                write(writer, value);
            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }
}
