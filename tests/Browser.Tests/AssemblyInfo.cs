using Lessons.Browser;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(Sites))]

// The tests run one at a time, because one browser keeps two processors busy.
[assembly: Parallelization(Mode = ParallelMode.None)]
