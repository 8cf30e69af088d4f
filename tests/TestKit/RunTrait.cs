using System.Reflection;
using Xunit;

namespace Lessons.TestKit;

/// <summary>The trait <c>Run</c>, by which tools/TestRun selects cases.</summary>
public static class RunTrait
{
    public const string Name = "Run";

    /// <summary>The value for slow cases. <c>make test</c> leaves them out.</summary>
    public const string All = "all";

    /// <summary>
    /// The value for cases that run in <c>make test</c>. In Conformance.Tests, <c>make test-published</c> and <c>make test-rest</c> leave
    /// them out.
    /// </summary>
    public const string Quick = "quick";

    internal static KeyValuePair<string, string> Published => new(Name, "published");

    /// <summary>
    /// Sets the trait of a case by its host. The value is <c>quick</c> on the built Kestrel host, <c>published</c> for a test with <see
    /// cref="HostCaseAttribute"/> on a published program, and otherwise <c>all</c>. On Amazon's package it is <c>vendor</c> for a test with
    /// this attribute, which <c>make test-vendor</c> runs, and otherwise <c>none</c>.
    /// </summary>
    public static void Add(TheoryDataRow row, string host, MethodInfo test)
    {
        if (test.IsDefined(typeof(PublishedTheoryAttribute)))
            return;
        var isHostCase = test.IsDefined(typeof(HostCaseAttribute));
        var run = host == Hosts.Vendor ? isHostCase ? "vendor" : "none" : host == "kestrel" ? Quick : isHostCase && Hosts.IsPublished(host) ? "published" : All;
        row.Traits[Name] = [run];
    }
}
