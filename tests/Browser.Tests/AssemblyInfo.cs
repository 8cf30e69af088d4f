using Lessons.Browser;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(Sites))]

// One browser is enough for two processors.
[assembly: Parallelization(Mode = ParallelMode.None)]
