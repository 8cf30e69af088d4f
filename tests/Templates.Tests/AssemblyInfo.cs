using Lessons.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(InstalledTemplate))]
