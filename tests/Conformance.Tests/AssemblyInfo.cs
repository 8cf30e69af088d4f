using Lessons.Conformance;
using Xunit;

[assembly: AssemblyFixture(typeof(HostPool))]
