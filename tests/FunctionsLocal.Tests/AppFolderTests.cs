using Xunit;

namespace Lessons.Tests;

/// <summary>A folder that the Functions host could not serve is refused in a sentence.</summary>
public sealed class AppFolderTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("host.json", "host.json: the Functions host wants it.")]
    [InlineData("worker.config.json", "worker.config.json: the Functions host wants it.")]
    [InlineData("extensions.json", "extensions.json: the Functions host wants it.")]
    [InlineData(".azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll", "FunctionMetadataLoader.dll: on the Functions host every path would be 404.")]
    [InlineData("worker", "worker.config.json: there is no ")]
    public Task A_file_that_is_missing(string name, string sentence)
    {
        _app.Remove(name);

        return AssertIsRefusedAsync(sentence);
    }

    [Theory]
    [InlineData("host.json", "{", "host.json is no JSON")]
    [InlineData("host.json", "[]", "host.json must be a JSON object.")]
    [InlineData("host.json", "{}", "host.json: version must be \"2.0\".")]
    [InlineData("host.json", """{"version":"2.0","functionTimeout":"soon"}""", "host.json: functionTimeout must be a time such as 00:05:00.")]
    [InlineData("extensions.json", """{"extensions":[{"name":"Startup"}, 5]}""", "extensions.json: no extension has a hintPath to ")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":"true"}}""", "worker.config.json: description.defaultExecutablePath is missing.")]
    [InlineData("worker.config.json", """{"description":{}}""", "worker.config.json: workerIndexing must be true")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":"true","canUsePlaceholder":true}}""", "worker.config.json: description.defaultExecutablePath is missing.")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":true,"defaultExecutablePath":"{WorkerRoot}worker"}}""", "worker.config.json: description.language is missing.")]
    [InlineData("worker.config.json", """{"description":{"workerIndexing":true,"defaultExecutablePath":"{WorkerRoot}worker","defaultWorkerPath":"a.dll"}}""", "a.dll, which defaultWorkerPath names.")]
    public Task A_file_that_says_something_else(string name, string text, string sentence)
    {
        _app.Write(name, text);

        return AssertIsRefusedAsync(sentence);
    }

    [Fact]
    public async Task A_worker_that_dotnet_runs_is_run_by_the_dotnet_of_PATH()
    {
        _app.Write("worker.config.json", """{"description":{"language":"dotnet-isolated","defaultExecutablePath":"dotnet","defaultWorkerPath":"worker","workerIndexing":"true","canUsePlaceholder":true}}""");
        await using var process = _app.Start();

        await process.WaitForLineAsync("The worker exited with code "); // dotnet runs no shell script
    }

    [Fact]
    public Task An_executable_without_its_bit()
    {
        _app.SetWorkerMode(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        return AssertIsRefusedAsync("worker cannot be run: it has lost its executable bit.");
    }

    [Fact]
    public async Task A_program_that_cannot_be_run()
    {
        _app.Write("worker", "no program");

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
