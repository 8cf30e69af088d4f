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

        await RunsAsync(solution, "lambda-program", "lambda-local");
        await RunsAsync(solution, "azure-program", "functions-local");
    }

    [PublishedFact(nameof(Programs.LacksPackages))]
    public async Task A_solution_for_both_clouds_without_Redis_passes_its_tests()
    {
        var solution = await template.MakeAsync("My.Shop-api", "--hosts", "lambda,azure");

        await PassesItsTestsAsync(solution);

        await template.Folder.RunAsync(solution, "make", ["publish-lambda"]);
        string[] standIn = ["tool", "run", "lambda-local", "--", "--bootstrap", "build/lambda/bootstrap", "--no-redis"];
        await AnswersAsync(ChildProcess.Start("dotnet", standIn, template.Folder.Variables, solution));
        Assert.True(File.Exists(Path.Combine(solution, "build", "handler.zip")));
        Assert.Contains("STACK ?= my-shop-api\n", await File.ReadAllTextAsync(Path.Combine(solution, "Makefile")), StringComparison.Ordinal);
    }

    [PublishedFact(nameof(Programs.LacksPackages))]
    public async Task A_difficult_name_gives_a_valid_name_of_the_stack()
    {
        var solution = await template.MakeAsync("1.My_Shop-", "--redis");
        var files = (string[])["Makefile", "README.md", "src/Core/RedisOrderStore.cs"];
        var texts = files.Select(file => File.ReadAllText(Path.Combine(solution, file))).ToList();

        Assert.Contains("STACK ?= api-1-my-shop\n", texts[0], StringComparison.Ordinal);
        Assert.Contains("--name /api-1-my-shop/redis-url ", texts[1], StringComparison.Ordinal);
        Assert.Contains("$\"api-1-my-shop:order:{id}\"", texts[2], StringComparison.Ordinal);
    }

    [PublishedFact(nameof(Programs.LacksPackages))]
    public async Task A_solution_without_a_source_says_what_is_missing()
    {
        var output = await template.Folder.RunAsync(template.Folder.Of(), "dotnet", ["new", "portable-api", "--name", "Sourceless"]);

        Assert.Contains("The packages Portable.* are not on nuget.org.", output, StringComparison.Ordinal);
        Assert.False(File.Exists(template.Folder.Of("Sourceless", "nuget.config")));
    }

    // Not every combination is built here. This theory checks the files of a combination.
    [PublishedTheory(nameof(Programs.LacksPackages))]
    [InlineData("lambda", "azure|functions|kestrel|redis-server|UPSTASH", "LambdaHost|lambda-local|template.yaml|--no-redis")]
    [InlineData("azure", "lambda|kestrel|redis-server|UPSTASH", "AzureHost|functions-local|host.json|--no-redis")]
    [InlineData("kestrel", "lambda|azure|functions|dotnet tool|redis-server|UPSTASH|PROGRAMS =", "KestrelHost|make run")]
    [InlineData("azure,lambda", "kestrel|redis-server|UPSTASH", "AzureHost|LambdaHost|lambda-local|functions-local")]
    [InlineData("lambda,kestrel --redis", "azure|functions|--no-redis", "KestrelHost|LambdaHost|UPSTASH|redis-server")]
    public async Task A_solution_has_no_line_of_a_host_that_was_not_chosen(string options, string absent, string present)
    {
        var solution = await template.MakeAsync("Variant" + options.Replace(" --", ",", StringComparison.Ordinal), ["--hosts", .. options.Split(' ')]);
        GeneratedFiles.Parse(solution);
        File.Delete(Path.Combine(solution, "nuget.config")); // it names the folder of the packages
        var files = Directory.GetFiles(solution, "*", SearchOption.AllDirectories);
        var text = string.Join('\n', files.Select(file => Path.GetRelativePath(solution, file) + '\n' + File.ReadAllText(file)));

        Assert.All(absent.Split('|'), word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(present.Split('|'), word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotMatch("#(if|else|elseif|endif)", text);
        Assert.DoesNotMatch("[A-Z]+_VERSION|PORTABLE_[A-Z]+|MyApi|myapi", text);
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

    // No URL of a Redis is set, so the tools of the solution with Redis start their embedded Redis. With -o, make does not build again
    // before it starts the program.
    private async Task RunsAsync(string solution, string built, string target)
    {
        await template.Folder.RunAsync(solution, "make", [built]);
        await AnswersAsync(ChildProcess.Start("make", ["-o", built, target], template.Folder.Variables, solution));
    }

    private static async Task AnswersAsync(ChildProcess process)
    {
        await using var host = await RunningHost.WaitForAsync(process);

        var added = await host.SendAsync("POST /orders", ["Content-Type: application/json"], Order);
        var found = await host.SendAsync($"GET {added.Header("Location")}");

        Assert.Equal((201, 200, added.Body), (added.Status, found.Status, found.Body));
    }
}
