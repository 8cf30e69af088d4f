using System.Text.Json;

namespace Portable.Http;

/// <summary>
/// Writes the named values of a log message as JSON properties, with names in camel case. Texts are cut at 8,192 characters. A
/// name that every line already has, such as <c>level</c>, gets an underscore in front: <c>_level</c>.
/// </summary>
public static class LogValues
{
    private const int MaxText = 8192;

    /// <summary>
    /// Writes nothing where the state of a log entry has no names. Returns whether one of the names is <c>requestId</c>.
    /// </summary>
    public static bool Write<TState>(Utf8JsonWriter writer, TState state, bool hasException = false)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return false;
        var hasRequestId = false;
        Span<char> camelCase = stackalloc char[64];
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            if (value is null || name is "" or "{OriginalFormat}" || name.Length >= camelCase.Length)
                continue;
            name.CopyTo(camelCase[1..]);
            camelCase[0] = '_';
            camelCase[1] = char.ToLowerInvariant(name[0]);
            ReadOnlySpan<char> property = camelCase[1..(name.Length + 1)];
            var isTaken = property is "timestamp" or "level" or "message" || (hasException && property is "exception");
            writer.WritePropertyName(isTaken ? camelCase[..(name.Length + 1)] : property);
            hasRequestId |= property is "requestId";
            WriteValue(writer, value);
        }

        return hasRequestId;
    }

    /// <summary>
    /// The message of a log entry. Where a value in the message throws, the message reports that instead: a log line must not
    /// break a response.
    /// </summary>
    public static string Message<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        try
        {
            return formatter(state, exception);
        }
        catch (Exception failure)
        {
            return $"The message of this line cannot be written: {failure.GetType()}";
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(LogText.Cut(Text(value), MaxText));
                break;
        }
    }

    private static string? Text(object value)
    {
        try
        {
            return value.ToString();
        }
        catch (Exception exception)
        {
            return $"The text of {value.GetType()} cannot be written: {exception.GetType()}";
        }
    }
}
