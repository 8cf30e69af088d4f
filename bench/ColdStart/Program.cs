using System.Runtime.InteropServices;
using Lessons.ColdStart;

// How long Lambda bootstraps take to start, and what they need then. bench/lambda.sh runs it.
if (ColdStartOptions.TryParse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(ColdStartOptions.Usage);
    return 2;
}

using var benchmark = new Benchmark(options);
// No bootstrap outlives this program; the signal then ends it as ever.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => benchmark.Abort());
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => benchmark.Abort());

try
{
    await using var output = Console.OpenStandardOutput();
    Measurements.Write(output, benchmark.Run());
    return 0;
}
catch (BenchmarkException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
