namespace Lessons.TestRun;

/// <summary>Selects the projects of a run, and their cases by the trait <c>Run</c>.</summary>
internal sealed record Plan(string Name, bool UsesPublished, string[] LeftOut, string LeftOutReason, string[] ConformanceFilter, string[] OtherFilter)
{
    private static readonly string[] Everything = [];

    /// <summary>The run of <c>make test</c>. Its tests need only the SDK and take a few minutes.</summary>
    private static readonly Plan Quick = new(
        "quick",
        UsesPublished: false,
        ["Conformance.Cluster.Tests", "Conformance.LeastRights.Tests", "Faults.Tests", "Templates.Tests"],
        "They take twelve more minutes. The cases of the contract and of the browser on Lambda and Azure did not run either; Hosts.Tests check these hosts. "
        + "`make test-all` runs all tests, also on the published programs.",
        ["-trait-", "Run=all", "-trait-", "Run=published"],
        ["-trait-", "Run=all", "-trait-", "Run=published"]);

    /// <summary>Tests the published programs, in the cases whose result may differ from that on the built programs.</summary>
    private static readonly Plan Published = new(
        "published",
        UsesPublished: true,
        ["Browser.Tests", "Conformance.Cluster.Tests", "Conformance.LeastRights.Tests", "Core.Tests", "Faults.Tests", "Hosts.Tests"],
        "`make test-all` runs them.",
        ["-trait", "Run=published"],
        Everything);

    private static readonly Plan All = new("all", UsesPublished: true, [], "", Everything, Everything);

    /// <summary>
    /// The run after <see cref="Quick"/>: together they run the cases of <see cref="All"/>. Some cases run in both, first on the built and
    /// then on the published programs.
    /// </summary>
    private static readonly Plan Rest = new("rest", UsesPublished: true, ["Core.Tests", "Hosts.Tests"], "`make test` has run them.", ["-trait-", "Run=quick"], Everything);

    public static Plan? Find(string name) => Array.Find([Quick, Published, All, Rest], plan => plan.Name == name);

    public string[] Filter(string project) => project == "Conformance.Tests" ? ConformanceFilter : OtherFilter;
}
