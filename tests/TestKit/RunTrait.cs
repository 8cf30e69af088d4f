using System.Reflection;
using Xunit;

namespace Lessons.TestKit;

/// <summary>The trait <c>Run</c>, by which tools/TestRun chooses cases.</summary>
public static class RunTrait
{
    public const string Name = "Run";

    /// <summary>The value for what takes long and runs in <c>make test-all</c> only.</summary>
    public const string All = "all";

    /// <summary>The value for what runs in <c>make test</c>, and nothing of it on the published programs.</summary>
    public const string Quick = "quick";

    internal static KeyValuePair<string, string> Published => new(Name, "published");

    /// <summary>
    /// Marks a case: <c>quick</c> runs in <c>make test</c>, <c>published</c> in <c>make test-published</c>; both, and all
    /// others, run in <c>make test-all</c>. What belongs to lessons is quick on Kestrel: Hosts.Tests ask the other hosts what a host
    /// can get wrong. A case that a host can get wrong runs on the published programs.
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
