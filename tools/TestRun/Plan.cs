namespace Lessons.TestRun;

/// <summary>Which tests a run takes. The trait <c>Run</c> of a case says which runs it belongs to; a case without it belongs to all.</summary>
internal sealed record Plan(string Name, bool UsesPublished, string[] LeftOut, string LeftOutReason, string[] ConformanceFilter, string[] OtherFilter)
{
    private static readonly string[] Everything = [];

    /// <summary>The README's command: what needs the SDK only, in a few minutes.</summary>
    private static readonly Plan Quick = new(
        "quick",
        UsesPublished: false,
        ["Conformance.Cluster.Tests", "Conformance.LeastRights.Tests", "Faults.Tests"],
        "They take ten minutes more. So do the cases of the contract on Lambda and Azure, where Hosts.Tests ask what a host can get wrong, and the browser there. "
        + "`make test-all` runs them, on the published programs too.",
        ["-trait-", "Run=all", "-trait-", "Run=published"],
        ["-trait-", "Run=all", "-trait-", "Run=published"]);

    /// <summary>The published programs, as far as they may differ from what is built.</summary>
    private static readonly Plan Published = new(
        "published",
        UsesPublished: true,
        ["Browser.Tests", "Conformance.Cluster.Tests", "Conformance.LeastRights.Tests", "Core.Tests", "Faults.Tests", "Hosts.Tests"],
        "`make test-all` runs them.",
        ["-trait", "Run=published"],
        Everything);

    private static readonly Plan All = new("all", UsesPublished: true, [], "", Everything, Everything);

    /// <summary>What <see cref="All"/> has and <see cref="Quick"/> has not: CI runs both, one after the other.</summary>
    private static readonly Plan Rest = new("rest", UsesPublished: true, ["Core.Tests", "Hosts.Tests"], "`make test` has run them.", ["-trait-", "Run=quick"], Everything);

    public static Plan? Find(string name) => Array.Find([Quick, Published, All, Rest], plan => plan.Name == name);

    public string[] Filter(string project) => project == "Conformance.Tests" ? ConformanceFilter : OtherFilter;
}
