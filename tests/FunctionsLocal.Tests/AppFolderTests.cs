using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>A folder that the Functions host could not serve is refused with an error message.</summary>
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
    public Task A_missing_file_is_refused(string name, string sentence)
    {
        _app.Remove(name);

        return AssertIsRefusedAsync(sentence);
    }

    [Theory]
    [InlineData("host.json", "{", "host.json is not JSON")]
    [InlineData("host.json", "[]", "host.json must be a JSON object.")]
    [InlineData("host.json", "{}", "host.json: version must be \"2.0\".")]
    [InlineData("host.json", """{"version":"2.0","functionTimeout":"soon"}""", "host.json: functionTimeout must be a time such as 00:05:00.")]
    [InlineData("extensions.json", """{"extensions":[{"name":"Startup"}, 5]}""", "extensions.json: no extension has a hintPath to ")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":"true"}}""", "worker.config.json: description.defaultExecutablePath is missing.")]
    [InlineData("worker.config.json", """{"description":{}}""", "worker.config.json: workerIndexing must be true")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":"true","canUsePlaceholder":true}}""", "worker.config.json: description.defaultExecutablePath is missing.")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":true,"defaultExecutablePath":"{WorkerRoot}worker"}}""", "worker.config.json: description.language is missing.")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":true,"defaultExecutablePath":"{WorkerRoot}worker","defaultWorkerPath":"a.dll"}}""", "a.dll, which defaultWorkerPath names.")]
    public Task A_file_with_wrong_content_is_refused(string name, string text, string sentence)
    {
        _app.Write(name, text);

        return AssertIsRefusedAsync(sentence);
    }

    [Fact]
    public async Task A_worker_that_needs_dotnet_is_started_with_dotnet_from_PATH()
    {
        _app.Write("worker.config.json", """{"description":{"language":"dotnet-isolated","defaultExecutablePath":"dotnet","defaultWorkerPath":"worker","workerIndexing":"true","canUsePlaceholder":true}}""");
        await using var process = _app.Start();

        await process.WaitForLineAsync("The worker exited with code "); // dotnet cannot run a shell script
    }

    [Fact]
    public Task A_worker_without_its_executable_bit_is_refused()
    {
        _app.Remove("worker");
        _app.Write("worker", "without the bit");

        return AssertIsRefusedAsync("worker cannot be run: its executable bit is not set.");
    }

    [Fact]
    public async Task A_worker_that_cannot_be_run_is_refused()
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
