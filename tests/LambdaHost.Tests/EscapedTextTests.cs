using System.Buffers;
using System.Text;
using System.Text.Json;
using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

public sealed class EscapedTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("{\"Lessons\":{\"a\":\"1\"}}\n")]
    [InlineData("\"\\\n\"")]
    [InlineData("\\")]
    [InlineData("tab\tand\r\0")]
    [InlineData("é\u2028\u007f\u0085\U0001F680\"")]
    public void A_text_has_the_same_bytes_as_from_Utf8JsonWriter(string text)
    {
        var (ours, theirs) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        using (var writer = new Utf8JsonWriter(ours, JsonEncoder.WriterOptions))
        {
            writer.WriteStartObject();
            EscapedText.WriteString(writer, "body"u8, Encoding.UTF8.GetBytes(text));
            writer.WriteNumber("next"u8, 1);
            writer.WriteEndObject();
        }

        using (var writer = new Utf8JsonWriter(theirs, JsonEncoder.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("body"u8, text);
            writer.WriteNumber("next"u8, 1);
            writer.WriteEndObject();
        }

        Assert.Equal(theirs.WrittenSpan, ours.WrittenSpan);
        using var document = JsonDocument.Parse(ours.WrittenMemory);
        Assert.Equal(text, document.RootElement.GetProperty("body").GetString());
    }
}
