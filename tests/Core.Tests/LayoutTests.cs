using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// Checks the references between the projects, and the names and the sizes of the source files. Portable.Http refers to no
/// project.
/// </summary>
public sealed partial class LayoutTests
{
    [Theory]
    [InlineData("Portable.Http", "", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Portable.Redis", "Portable.Http", "StackExchange.Redis")]
    [InlineData("Core", "Portable.Http Portable.Redis", "Microsoft.Extensions.Identity.Core")]
    [InlineData("EmbeddedRedis", "Portable.Redis", "Microsoft.Garnet")]
    [InlineData("LambdaHost", "Core Portable.Lambda", "")]
    [InlineData("Portable.Lambda", "Portable.Http", "")]
    [InlineData("AzureHost", "Core Portable.AspNetCore", "Microsoft.Azure.Functions.Worker Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore Microsoft.Azure.Functions.Worker.Sdk")]
    [InlineData("AzureHost.NativeAot", "Core Portable.AzureFunctions", "")]
    [InlineData("Portable.AzureFunctions", "Portable.Http", "Google.Protobuf Grpc.Net.Client Grpc.Tools")]
    [InlineData("Portable.AspNetCore", "Portable.Http", "")]
    [InlineData("Portable.Conformance", "Portable.Http", "xunit.v3.assert xunit.v3.extensibility.core")]
    [InlineData("Server", "Core Portable.AspNetCore", "OpenTelemetry.Exporter.OpenTelemetryProtocol OpenTelemetry.Extensions.Hosting")]
    [InlineData("KestrelHost", "EmbeddedRedis Server", "")]
    [InlineData("KestrelHost.NativeAot", "Server", "")]
    public void A_project_refers_only_to_its_listed_projects_and_packages(string project, string projects, string packages)
    {
        var file = XDocument.Load(Path.Combine(Programs.Repository, "src", project, project + ".csproj"));

        Assert.Equal(projects, Names(file, "ProjectReference", include => Path.GetFileNameWithoutExtension(include)));
        Assert.Equal(packages, Names(file, "PackageReference", include => include));
        Assert.True(project is "Portable.AspNetCore" or "AzureHost" or "Server" || !file.Descendants("FrameworkReference").Any());
    }

    [Fact]
    public void The_probe_refers_only_to_the_portable_projects()
    {
        var file = XDocument.Load(Path.Combine(Programs.Repository, "tests", "Probe", "Probe.csproj"));

        Assert.Equal("Portable.AspNetCore Portable.AzureFunctions Portable.Conformance Portable.Lambda", Names(file, "ProjectReference", include => Path.GetFileNameWithoutExtension(include)));
    }

    [Theory]
    [InlineData("Portable.Http")]
    [InlineData("Portable.AspNetCore")]
    [InlineData("Portable.AzureFunctions")]
    [InlineData("Portable.Conformance")]
    [InlineData("Portable.Lambda")]
    [InlineData("Portable.Redis")]
    public void The_portable_projects_do_not_mention_lessons(string project)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Programs.Repository, "src", project), "*.cs", SearchOption.AllDirectories);

        Assert.All(sources, source => Assert.DoesNotContain("lesson", File.ReadAllText(source), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Each_log_message_of_the_programs_has_its_own_event_id()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Programs.Repository, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);

        var ids = sources.SelectMany(source => EventIdPattern().Matches(source)).Select(match => match.Groups["id"].Value).ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void A_type_name_is_declared_in_only_one_folder_of_the_solution()
    {
        var declarations = Sources("src", "samples", "tools", "tests", "bench")
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(match => (Name: match.Groups["name"].Value, Folder: Path.GetDirectoryName(file))))
            .Distinct()
            .ToLookup(declaration => declaration.Name, declaration => declaration.Folder);

        Assert.Contains("LayoutTests", declarations.Select(declaration => declaration.Key));
        Assert.Empty(declarations.Where(declaration => declaration.Count() > 1).Select(declaration => $"{declaration.Key}: {string.Join(", ", declaration)}"));
    }

    [Fact]
    public void A_source_file_has_at_most_250_lines() =>
        Assert.DoesNotContain(Sources("src", "samples", "tools", "templates", "tests", "bench"), file => File.ReadLines(file).Count() > 250);

    [Fact]
    public void A_test_name_has_at_most_70_characters()
    {
        var names = Sources("src", "templates", "tests").SelectMany(file => TestName().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).ToList();

        Assert.Contains(nameof(A_test_name_has_at_most_70_characters), names);
        Assert.DoesNotContain(names, name => name.Length > 70);
    }

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Programs.Repository, folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !Path.GetRelativePath(Programs.Repository, file).Split(Path.DirectorySeparatorChar).Contains("obj", StringComparer.Ordinal));

    [GeneratedRegex(@"public (?:async Task|Task|void) (?<name>[A-Z][A-Za-z0-9]*_\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<id>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EventIdPattern();

    [GeneratedRegex(@"^ *(?:(?:public|internal|private|sealed|static|abstract|partial|readonly|ref|file|unsafe) )*(?:class|record struct|record class|record|struct|interface|enum) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();

    private static string Names(XDocument file, string element, Func<string, string> name) =>
        string.Join(' ', file.Descendants(element).Select(reference => name(reference.Attribute("Include")!.Value)).Order(StringComparer.Ordinal));
}
