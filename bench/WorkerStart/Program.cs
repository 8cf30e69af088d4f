using System.Runtime.InteropServices;
using Lessons.ColdStart;
using Lessons.WorkerStart;

// How long a Functions worker takes to start, what it needs then, and how much it does. bench/azure.sh runs it.
if (WorkerOptions.TryParse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(WorkerOptions.Usage);
    return 2;
}

await using var host = await LoopbackFunctionsHost.StartAsync();
using var benchmark = new WorkerBenchmark(options, host);
// No worker outlives this program.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => benchmark.Abort());
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => benchmark.Abort());

try
{
    await benchmark.RunAsync();
    await using var output = Console.OpenStandardOutput();
    Measurements.Write(output, [("floor", benchmark.Floor), .. options.Workers.Select(worker => (worker.Name, worker.Measurements))]);
    return 0;
}
catch (Exception exception) when (exception is BenchmarkException or TimeoutException or IOException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
