using System.Globalization;
using Lessons.ColdStart;

namespace Lessons.WorkerStart;

/// <summary>The table: median, quartiles, and the ratio to the floor.</summary>
internal static class WorkerReport
{
    public static void Write(TextWriter output, WorkerOptions options, WorkerResult floor, WorkerResult worker, Throughput throughput)
    {
        output.WriteLine($"floor: {options.Floor}");
        output.WriteLine($"worker: {options.Worker}");
        output.WriteLine($"{options.Spawns} spawns each, interleaved: median (quartiles) and ratio to the floor");
        output.WriteLine($"| {"",-32} | {"floor",-24} | {"worker",-32} |");
        output.WriteLine($"| {new string('-', 32)} | {new string('-', 24)} | {new string('-', 32)} |");
        WriteRow("spawn to first sign, ms", result => result.FirstSign);
        WriteRow("spawn to first answer, ms", result => result.FirstAnswer);
        WriteRow("peak memory then, MiB", result => result.Memory);
        output.WriteLine("The first sign is the floor's first poll, and the worker's StartStream.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GET /lessons/completed with ten lessons, 16 in flight on the stream: {Spread(throughput.InvocationsPerSecond, "F0")} invocations/s, {throughput.CpuPerInvocation:F0} us of CPU each, peak memory {throughput.Memory:F1} MiB"));

        void WriteRow(string name, Func<WorkerResult, List<double>> select)
        {
            var ratio = Statistics.Quantile(select(worker), 0.5) / Statistics.Quantile(select(floor), 0.5);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name,-32} | {Spread(select(floor), "F2"),-24} | {$"{Spread(select(worker), "F2")} x{ratio:F2}",-32} |"));
        }
    }

    private static string Spread(List<double> values, string format)
    {
        string Text(double share) => Statistics.Quantile(values, share).ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(0.5)} ({Text(0.25)}..{Text(0.75)})";
    }
}
