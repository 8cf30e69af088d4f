using System.Globalization;

namespace Lessons.ColdStart;

/// <summary>The table: a row for each quantity, a column for each candidate, the first of which is the floor.</summary>
internal static class Report
{
    private const int FirstColumn = 30;
    private const int Column = 30;

    public static void Write(TextWriter output, Options options, IReadOnlyList<Result> results)
    {
        foreach (var candidate in options.Candidates)
            output.WriteLine($"{candidate.Name}: {candidate.Path}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Spawns} spawns each, interleaved: median (quartiles) and ratio to the floor; warm: the last spawn"));

        WriteRow("", [.. options.Candidates.Select(candidate => candidate.Name)]);
        WriteRow(new string('-', FirstColumn), [.. results.Select(_ => new string('-', Column))]);
        WriteSpread("spawn to first /next, ms", result => result.FirstPoll);
        WriteSpread("first invocation, ms", result => result.FirstInvocation);
        WriteSpread("spawn to first answer, ms", result => result.FirstAnswer);
        WriteSpread("peak memory then, MiB", result => result.ColdMemory);
        WriteValue("warm call p50, ms", result => Statistics.Quantile(result.WarmCalls, 0.5), "F3");
        WriteValue("warm call p99, ms", result => Statistics.Quantile(result.WarmCalls, 0.99), "F3");
        WriteValue("peak memory after, MiB", result => result.WarmMemory, "F2");
        WriteValue("CPU a warm call, us", result => result.CpuMicroseconds, "F0");

        void WriteRow(string name, IReadOnlyList<string> cells) =>
            output.WriteLine($"| {name,-FirstColumn} | {string.Join(" | ", cells.Select(cell => cell.PadRight(Column)))} |");

        void WriteSpread(string name, Func<Result, List<double>> select) => WriteRow(name, [.. results.Select(result =>
        {
            var values = select(result);
            var median = Statistics.Quantile(values, 0.5);
            return string.Create(CultureInfo.InvariantCulture, $"{median:F2} ({Statistics.Quantile(values, 0.25):F2}..{Statistics.Quantile(values, 0.75):F2}){Ratio(median, Statistics.Quantile(select(results[0]), 0.5))}");
        })]);

        void WriteValue(string name, Func<Result, double> select, string format) => WriteRow(name, [.. results.Select(result =>
            select(result).ToString(format, CultureInfo.InvariantCulture) + Ratio(select(result), select(results[0])))]);
    }

    private static string Ratio(double value, double floor) => string.Create(CultureInfo.InvariantCulture, $" x{value / floor:F2}");
}
