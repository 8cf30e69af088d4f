using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The folder that the Functions host reads. If a file is missing there, the host answers every request with 404.</summary>
public sealed class FunctionAppTests
{
    private static readonly string[] Files =
        [".azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll", "extensions.json", "host.json", "lessons-worker", "worker.config.json"];

    public static TheoryData<string> Folders => Programs.LacksAzureZip
        ? [Path.GetDirectoryName(WorkerProgram.Built)!]
        : [Path.GetDirectoryName(WorkerProgram.Built)!, Path.Combine(Programs.Published!, "azure-aot")];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task The_worker_that_worker_config_json_names_exists_and_can_be_run(string folder)
    {
        var description = Read(folder, "worker.config.json").GetProperty("description");

        Assert.Equal("dotnet-isolated", description.GetProperty("language").GetString());
        Assert.Equal("true", description.GetProperty("workerIndexing").GetString());
        Assert.False(description.GetProperty("canUsePlaceholder").GetBoolean()); // with true, a request would hang for 30 s and then return 404
        var program = description.GetProperty("defaultExecutablePath").GetString()!.Replace("{WorkerRoot}", folder + "/", StringComparison.Ordinal);
        await using var process = Programs.Start(program, []);
        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.StartsWith("--functions-uri is missing", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_extension_that_extensions_json_names_exists(string folder)
    {
        var extension = Assert.Single(Read(folder, "extensions.json").GetProperty("extensions").EnumerateArray());

        var assembly = AssemblyName.GetAssemblyName(Path.Combine(folder, extension.GetProperty("hintPath").GetString()!));
        Assert.Equal($"{assembly.Name}.Startup, {assembly.FullName}", extension.GetProperty("typeName").GetString());
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_route_prefix_in_host_json_is_empty(string folder)
    {
        var host = Read(folder, "host.json");

        Assert.Equal("2.0", host.GetProperty("version").GetString());
        Assert.Equal("", host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
    }

    [Fact]
    public void The_example_settings_are_valid_for_the_worker()
    {
        var values = Read(AppContext.BaseDirectory, "local.settings.json.example").GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString(), StringComparer.Ordinal);

        Assert.Equal(("dotnet-isolated", "true"), (values["FUNCTIONS_WORKER_RUNTIME"], values["AzureWebJobsDisableHomepage"]));
        var settings = AppSettings.Read(values.GetValueOrDefault);
        Assert.NotNull(settings.RedisUrl);
        Assert.Equal(LoginMode.Password, settings.LoginMode); // func start listens on every address, so the example must require passwords
    }

    [PublishedFact(nameof(Programs.LacksAzureZip))]
    public void The_zip_contains_the_apps_files_and_only_the_worker_is_executable()
    {
        using var zip = ZipFile.OpenRead(Path.Combine(Programs.Published!, "azure-aot.zip"));

        Assert.Equal(Files, zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.All(zip.Entries, entry => Assert.Equal(entry.FullName == "lessons-worker" ? "100755" : "100644", Convert.ToString((entry.ExternalAttributes >> 16) & 0xffff, 8)));
    }

    private static JsonElement Read(string folder, string file)
    {
        using var stream = File.OpenRead(Path.Combine(folder, file));
        return JsonDocument.Parse(stream).RootElement;
    }
}
