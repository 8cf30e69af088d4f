using Xunit.Sdk;
using Xunit.v3;

// make faults-report measures the tests one after the other. tools/TestRun runs two at a time: most tests wait, and their time limits are
// generous.
[assembly: Parallelization(Mode = ParallelMode.None)]
