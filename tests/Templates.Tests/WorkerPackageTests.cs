using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Builds the sample for our own worker of Azure Functions from the packages. The template uses Microsoft's worker.</summary>
public sealed class WorkerPackageTests
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <AssemblyName>hello-worker</AssemblyName>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="Portable.AzureFunctions" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    [PublishedFact(nameof(Programs.LacksPackages))]
    public async Task A_program_with_the_package_of_our_worker_is_a_function_app()
    {
        using var folder = new OutsideFolder();
        Directory.CreateDirectory(folder.Of("hello"));
        var samples = Path.Combine(Programs.Repository, "samples", "Hello");
        File.Copy(Path.Combine(samples, "Hello", "HelloApp.cs"), folder.Of("hello", "HelloApp.cs"));
        File.Copy(Path.Combine(samples, "Hello.AzureFunctions", "Program.cs"), folder.Of("hello", "Program.cs"));
        await File.WriteAllTextAsync(folder.Of("hello", "Hello.csproj"), Project.Replace("VERSION", OutsideFolder.Version, StringComparison.Ordinal));

        await folder.RunAsync(folder.Of("hello"), "dotnet", ["build", "--output", folder.Of("app"), "--source", OutsideFolder.Packages]);

        Assert.All(
            (string[])["hello-worker", "host.json", "extensions.json", ".azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll"],
            file => Assert.True(new FileInfo(folder.Of("app", file)) is { Exists: true, Length: > 0 }, $"The function app has no {file}."));
        Assert.Contains("\"{WorkerRoot}hello-worker\"", await File.ReadAllTextAsync(folder.Of("app", "worker.config.json")), StringComparison.Ordinal);
    }
}
