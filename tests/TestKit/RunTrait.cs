using System.Reflection;
using Xunit;

namespace Lessons.TestKit;

/// <summary>The trait <c>Run</c>, by which tools/TestRun selects cases.</summary>
public static class RunTrait
{
    public const string Name = "Run";

    /// <summary>The value for slow cases. They run only in <c>make test-all</c>.</summary>
    public const string All = "all";

    /// <summary>The value for cases that run in <c>make test</c>. They do not run on the published programs.</summary>
    public const string Quick = "quick";

    internal static KeyValuePair<string, string> Published => new(Name, "published");

    /// <summary>
    /// Marks a case. A case with <c>quick</c> runs in <c>make test</c>, and a case with <c>published</c> runs in <c>make
    /// test-published</c>. All cases run in <c>make test-all</c>. Cases on Kestrel are quick. For the other hosts, Hosts.Tests check
    /// what can fail because of a host. Cases with <see cref="HostCaseAttribute"/> also run on the published programs.
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
