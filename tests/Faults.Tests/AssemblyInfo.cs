using Xunit.Sdk;
using Xunit.v3;

// make faults-report measures time, so with this setting the tests run one after the other. tools/TestRun overrides the setting and runs
// two at a time, because most tests wait and their time limits are generous.
[assembly: Parallelization(Mode = ParallelMode.None)]
