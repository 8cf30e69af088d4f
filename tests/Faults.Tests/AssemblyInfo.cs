using Xunit.Sdk;
using Xunit.v3;

// make faults-report times them one by one. test-run runs two at a time: most of them wait, and their bounds are generous.
[assembly: Parallelization(Mode = ParallelMode.None)]
