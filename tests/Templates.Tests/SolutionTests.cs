using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Builds, tests and runs solutions that the installed template makes, by packages only.</summary>
public sealed class SolutionTests(InstalledTemplate template)
{
    private const string Order = """{"item":"Tea","quantity":"2"}""";

    [PublishedFact(nameof(Programs.LacksPackages))]
    public async Task A_solution_for_every_host_with_Redis_passes_its_tests()
    {
        Needs.RedisServer();
        var solution = await template.MakeAsync("Orders", "--redis");

        await PassesItsTestsAsync(solution);

        await RunsAsync(solution, "lambda-local");
        await RunsAsync(solution, "functions-local");
    }

    [PublishedFact(nameof(Programs.LacksPackages))]
    public async Task A_solution_for_Kestrel_alone_passes_its_tests()
    {
        var solution = await template.MakeAsync("My.Shop-api", "--hosts", "kestrel");

        await PassesItsTestsAsync(solution);

        await RunsAsync(solution, "run");
    }

    // Not every combination is built here. This theory checks the files of a combination.
    [PublishedTheory(nameof(Programs.LacksPackages))]
    [InlineData("lambda", "azure|functions|kestrel|redis-server|UPSTASH", "LambdaHost|lambda-local|template.yaml|--no-redis")]
    [InlineData("azure", "lambda|kestrel|redis-server|UPSTASH", "AzureHost|functions-local|host.json|--no-redis")]
    [InlineData("kestrel", "lambda|azure|functions|dotnet tool|redis-server|UPSTASH", "KestrelHost|make run")]
    [InlineData("azure,lambda", "kestrel|redis-server|UPSTASH", "AzureHost|LambdaHost|lambda-local|functions-local")]
    [InlineData("lambda,kestrel --redis", "azure|functions|--no-redis", "KestrelHost|LambdaHost|UPSTASH|redis-server")]
    public async Task A_solution_has_no_line_of_a_host_that_was_not_chosen(string options, string absent, string present)
    {
        var solution = await template.MakeAsync("Variant" + options.Replace(" --", ",", StringComparison.Ordinal), ["--hosts", .. options.Split(' ')]);
        File.Delete(Path.Combine(solution, "nuget.config")); // it names the folder of the packages
        var files = Directory.GetFiles(solution, "*", SearchOption.AllDirectories);
        var text = string.Join('\n', files.Select(file => Path.GetRelativePath(solution, file) + '\n' + File.ReadAllText(file)));

        Assert.All(absent.Split('|'), word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(present.Split('|'), word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotContain("#if", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("[A-Z]+_VERSION|PORTABLE_SOURCE|MyApi|myapi", text);
    }

    [PublishedFact(nameof(Programs.LacksPackages))]
    public async Task An_unknown_host_fails_with_the_list_of_the_hosts()
    {
        string[] arguments = ["new", "portable-api", "--name", "Unknown", "--hosts", "lambda,gcp"];

        var output = await template.Folder.RunAsync(template.Folder.Of(), "dotnet", arguments, exitCode: 127);

        Assert.Contains("'lambda,gcp' is not a valid value for --hosts.", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(template.Folder.Of("Unknown")));
    }

    private async Task PassesItsTestsAsync(string solution)
    {
        var output = await template.Folder.RunAsync(solution, "make", ["test"]);

        Assert.Matches(@"succeeded: [1-9]\d*\s+skipped: 0", output);
        Assert.DoesNotMatch("warning (?!NU1603)", output); // NU1603: the source has a newer version of a package than the Functions SDK names
    }

    // No URL of a Redis is set, so the tools of the solution with Redis start their embedded Redis.
    private async Task RunsAsync(string solution, string target)
    {
        await using var host = await RunningHost.WaitForAsync(ChildProcess.Start("make", [target], template.Folder.Variables, solution));

        var added = await host.SendAsync("POST /orders", ["Content-Type: application/json"], Order);
        var found = await host.SendAsync($"GET {added.Header("Location")}");

        Assert.Equal((201, 200, added.Body), (added.Status, found.Status, found.Body));
    }
}
