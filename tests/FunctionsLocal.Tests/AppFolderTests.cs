using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The stand-in refuses a folder that the Functions host could not serve: it prints an error message and exits with 1.</summary>
public sealed class AppFolderTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("host.json", "host.json: the Functions host needs this file.")]
    [InlineData("worker.config.json", "worker.config.json: the Functions host needs this file.")]
    [InlineData("extensions.json", "extensions.json: the Functions host needs this file.")]
    [InlineData(".azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll", "FunctionMetadataLoader.dll: the Functions host would answer every path with 404.")]
    [InlineData("worker", "worker.config.json: there is no ")]
    public Task The_stand_in_exits_with_1_if_a_file_of_the_app_is_missing(string name, string sentence)
    {
        _app.Remove(name);

        return AssertIsRefusedAsync(sentence);
    }

    [Theory]
    [InlineData("host.json", "{", "host.json is not JSON")]
    [InlineData("host.json", "[]", "host.json must be a JSON object.")]
    [InlineData("host.json", "{}", "host.json: version must be \"2.0\".")]
    [InlineData("host.json", """{"version":"2.0","functionTimeout":"soon"}""", "host.json: functionTimeout must be a time such as 00:05:00, or -1 for no limit.")]
    [InlineData("extensions.json", """{"extensions":[{"name":"Startup"}, 5]}""", "extensions.json: no extension has a hintPath to ")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":"true"}}""", "worker.config.json: description.defaultExecutablePath is missing.")]
    [InlineData("worker.config.json", """{"description":{}}""", "worker.config.json: workerIndexing must be true")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":"true","canUsePlaceholder":true}}""", "worker.config.json: description.defaultExecutablePath is missing.")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":true,"defaultExecutablePath":"{WorkerRoot}worker"}}""", "worker.config.json: description.language is missing.")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":true,"defaultExecutablePath":"{WorkerRoot}worker","defaultWorkerPath":"a.dll"}}""", "a.dll, which defaultWorkerPath names.")]
    public Task The_stand_in_exits_with_1_if_a_file_of_the_app_is_not_valid(string name, string text, string sentence)
    {
        _app.Write(name, text);

        return AssertIsRefusedAsync(sentence);
    }

    [Fact]
    public async Task A_worker_config_that_names_dotnet_starts_dotnet_from_PATH()
    {
        _app.Write("worker.config.json", """{"description":{"language":"dotnet-isolated","defaultExecutablePath":"dotnet","defaultWorkerPath":"worker","workerIndexing":"true","canUsePlaceholder":true}}""");
        await using var process = _app.Start();

        await process.WaitForLineAsync("The worker exited with code "); // dotnet was started, and exits because it cannot run a shell script
    }

    [Fact]
    public Task The_stand_in_exits_with_1_if_the_worker_has_no_executable_bit()
    {
        _app.Remove("worker");
        _app.Write("worker", "without the bit");

        return AssertIsRefusedAsync("worker cannot be run: its executable bit is not set.");
    }

    [Fact]
    public async Task The_stand_in_exits_with_1_if_the_worker_is_not_a_program()
    {
        Script.Write(Path.Combine(_app.Path, "worker"), "no program");

        await AssertIsRefusedAsync("The worker cannot be run: ");
    }

    private async Task AssertIsRefusedAsync(string sentence)
    {
        await using var process = _app.Start();

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains(sentence, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }
}
