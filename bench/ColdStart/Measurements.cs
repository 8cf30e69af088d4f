using System.Text.Json;

namespace Lessons.ColdStart;

/// <summary>What was measured of one candidate: the values of each quantity, whose name ends in its unit.</summary>
internal sealed class Measurements
{
    private readonly OrderedDictionary<string, List<double>> _values = [];

    public void Add(string quantity, params IEnumerable<double> values)
    {
        _values.TryAdd(quantity, []);
        _values[quantity].AddRange(values);
    }

    /// <summary>The JSON that bench/record.py takes.</summary>
    public static void Write(Stream output, IEnumerable<(string Candidate, Measurements Measurements)> results)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        foreach (var (candidate, measurements) in results)
        {
            json.WriteStartObject(candidate);
            foreach (var (quantity, values) in measurements._values)
            {
                json.WriteStartArray(quantity);
                foreach (var value in values)
                    json.WriteNumberValue(Math.Round(value, 3));
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
