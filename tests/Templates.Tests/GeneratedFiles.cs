using System.Text.Json;
using System.Xml.Linq;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Lessons.Tests;

/// <summary>Reads the files of a generated solution that a build does not read.</summary>
internal static class GeneratedFiles
{
    /// <summary>Fails if a file in YAML, JSON or XML does not parse. A solution has some of these files only.</summary>
    public static void Parse(string solution)
    {
        if (Text(solution, "template.yaml") is { } template)
        {
            var stream = new YamlStream();
            using var reader = new StringReader(template);
            stream.Load(reader);
            var root = (YamlMappingNode)stream.Documents.Single().RootNode;
            Assert.Equal(["ApiFunction", "ApiLogs"], ((YamlMappingNode)root.Children["Resources"]).Children.Select(resource => resource.Key.ToString()));
        }

        foreach (var name in (string[])["host.json", "global.json", ".config/dotnet-tools.json"])
        {
            if (Text(solution, name) is { } json)
                JsonDocument.Parse(json).Dispose();
        }

        Assert.NotNull(XDocument.Load(Directory.GetFiles(solution, "*.slnx").Single()).Root);
        Assert.Equal(PackedNames(), MappedNames(solution));
    }

    // The template itself is installed, and no project refers to it.
    private static IEnumerable<string> PackedNames() => Directory.EnumerateFiles(OutsideFolder.Packages)
        .Select(file => Path.GetFileName(file).Replace($".{OutsideFolder.Version}.nupkg", "", StringComparison.Ordinal))
        .Where(name => name != "Portable.Templates")
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> MappedNames(string solution) => XDocument.Load(Path.Combine(solution, "nuget.config"))
        .Descendants("packageSource").Single(source => source.Attribute("key")!.Value == "portable")
        .Elements("package").Select(package => package.Attribute("pattern")!.Value);

    private static string? Text(string solution, string name) =>
        Path.Combine(solution, name) is var path && File.Exists(path) ? File.ReadAllText(path) : null;
}
