using System.Globalization;

namespace Portable.Http;

/// <summary>
/// Reads settings from environment variables. An empty variable counts as not set. Blanks around a value are ignored.
/// </summary>
/// <param name="getVariable">Returns a variable; null where it is not set.</param>
public sealed class SettingsReader(Func<string, string?> getVariable)
{
    /// <summary>The variable's text; null where it is not set.</summary>
    public string? Text(string name) => getVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>A whole number within these bounds; null where the variable is not set.</summary>
    /// <exception cref="SettingsException">The value is not a whole number within the bounds.</exception>
    public int? Number(string name, int min, int max)
    {
        if (Text(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new SettingsException($"{name} must be a whole number from {min} to {max}.");
    }

    /// <summary><c>true</c> or <c>false</c>; false where the variable is not set.</summary>
    /// <exception cref="SettingsException">The value is neither <c>true</c> nor <c>false</c>.</exception>
    public bool Flag(string name) => Text(name) is { } text
        && (bool.TryParse(text, out var value) ? value : throw new SettingsException($"{name} must be true or false."));
}
