using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Lessons.Micro;

// In this process: what is measured is internal to the hosts, and their build is not one that BenchmarkDotNet generates.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);
var config = DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithArtifactsPath("artifacts/micro");
BenchmarkSwitcher.FromAssembly(typeof(HandlerBenchmarks).Assembly).Run(args, config);
