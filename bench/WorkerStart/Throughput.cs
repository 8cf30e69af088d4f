namespace Lessons.WorkerStart;

/// <summary>What a worker does with sixteen invocations in flight: a value for each round, CPU in microseconds.</summary>
internal sealed record Throughput(List<double> InvocationsPerSecond, double CpuPerInvocation, double Memory);
