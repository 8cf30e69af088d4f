using System.Text.Json;

namespace Portable.Http;

/// <summary>The named values of a log message as JSON properties, their names in camel case.</summary>
public static class LogValues
{
    /// <summary>Writes nothing where the state of a log entry has no names.</summary>
    public static void Write<TState>(Utf8JsonWriter writer, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return;
        Span<char> camelCase = stackalloc char[64];
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            if (value is null || name == "{OriginalFormat}" || name.Length > camelCase.Length)
                continue;
            name.CopyTo(camelCase);
            camelCase[0] = char.ToLowerInvariant(name[0]);
            writer.WritePropertyName(camelCase[..name.Length]);
            WriteValue(writer, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
