using System.Collections.Concurrent;

namespace Lessons.TestRun;

/// <summary>Runs two test projects at a time. After these it runs the projects that measure time, one by one.</summary>
internal sealed class Run(Plan plan)
{
    private const int SideBySide = 2;

    private static readonly string[] Timed = ["Faults.Tests"];

    // The longest projects start first, so that no long project runs alone at the end.
    private static readonly string[] LongestFirst = ["Conformance.Tests", "Conformance.LeastRights.Tests", "Conformance.Cluster.Tests", "Browser.Tests", "Templates.Tests"];

    private readonly ConcurrentBag<ProjectResult> _results = [];

    public async Task<IReadOnlyCollection<ProjectResult>> RunAsync()
    {
        var projects = TestProject.All()
            .Where(project => !plan.LeftOut.Contains(project.Name, StringComparer.Ordinal))
            .OrderBy(project => Array.IndexOf(LongestFirst, project.Name) is >= 0 and var index ? index : int.MaxValue)
            .ToLookup(project => Timed.Contains(project.Name, StringComparer.Ordinal));
        await RunAsync(projects[false], SideBySide);
        await RunAsync(projects[true], 1);
        return _results;
    }

    private Task RunAsync(IEnumerable<TestProject> projects, int atOnce) =>
        Parallel.ForEachAsync(projects, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (project, cancellationToken) =>
        {
            var result = await project.RunAsync(plan, cancellationToken);
            _results.Add(result);
            Console.WriteLine(result);
            if (result.Failed > 0)
                Console.WriteLine(result.Output);
        });
}
