using Portable.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(ProbePool))]
