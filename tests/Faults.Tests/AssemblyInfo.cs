using Xunit.Sdk;
using Xunit.v3;

// Faults are timed: nothing else runs beside them.
[assembly: Parallelization(Mode = ParallelMode.None)]
