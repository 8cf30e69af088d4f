using System.Text.Json;
using Portable.AzureFunctions.Protocol;
using Xunit;
using Status = Portable.AzureFunctions.Protocol.StatusResult.Types.Status;

namespace Lessons.Tests;

/// <summary>The worker's answers to the messages of the host, except invocations.</summary>
public sealed class ConversationTests
{
    private static readonly StatusResult Success = new() { Status = Status.Success };

    [Fact]
    public async Task The_first_message_is_StartStream_with_the_ids_of_the_command_line()
    {
        await using var host = await ScriptedFunctionsHost.StartAsync();
        await using var process = WorkerProgram.Start(host.Port, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));

        var first = await (await host.AcceptAsync()).NextAsync();

        Assert.Equal(new StreamingMessage { RequestId = "start-1", StartStream = new() { WorkerId = "worker-1" } }, first);
    }

    [Fact]
    public async Task Every_init_request_is_answered_with_the_workers_capabilities()
    {
        await using var worker = await RunningWorker.StartAsync();
        foreach (var id in (string[])["init-1", "init-2"])
        {
            var answer = await worker.Session.AskAsync(new() { RequestId = id, WorkerInitRequest = new() { HostVersion = "4.0.0" } });

            Assert.Equal(id, answer.RequestId);
            Assert.Equal(Success, answer.WorkerInitResponse.Result);
            Assert.Equal(
                [
                    "EnableUserCodeException", "HandlesInvocationCancelMessage", "HandlesWorkerTerminateMessage", "RawHttpBodyBytes",
                    "RpcHttpBodyOnly", "RpcHttpTriggerMetadataRemoved", "UseNullableValueDictionaryForHttp", "WorkerStatus",
                ],
                answer.WorkerInitResponse.Capabilities.Where(capability => capability.Value.Length > 0).Select(capability => capability.Key).Order(StringComparer.Ordinal));
            Assert.Equal(".NET", answer.WorkerInitResponse.WorkerMetadata.RuntimeName);
            Assert.StartsWith("10.", answer.WorkerInitResponse.WorkerMetadata.RuntimeVersion, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_metadata_has_one_function_with_a_catch_all_route()
    {
        await using var worker = await RunningWorker.StartAsync();

        var answer = await worker.Session.AskAsync(new() { RequestId = "metadata", FunctionsMetadataRequest = new() { FunctionAppDirectory = "/app" } });

        Assert.Equal("metadata", answer.RequestId);
        Assert.Equal(Success, answer.FunctionMetadataResponse.Result);
        Assert.False(answer.FunctionMetadataResponse.UseDefaultMetadataIndexing);
        var function = Assert.Single(answer.FunctionMetadataResponse.FunctionMetadataResults);
        Assert.Equal(("lessons", "lessons", "dotnet-isolated"), (function.FunctionId, function.Name, function.Language));
        var bindings = function.RawBindings.Select(json => JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()));
        Assert.Equal(
            [
                new() { ["name"] = "req", ["type"] = "httpTrigger", ["direction"] = "In", ["authLevel"] = "Anonymous", ["route"] = "{*path}" },
                new() { ["name"] = "$return", ["type"] = "http", ["direction"] = "Out" },
            ],
            bindings);
    }

    [Fact]
    public async Task A_known_function_id_loads_without_metadata_and_an_unknown_id_fails()
    {
        await using var worker = await RunningWorker.StartAsync();

        var known = await worker.Session.AskAsync(new() { RequestId = "load-1", FunctionLoadRequest = new() { FunctionId = "lessons" } });
        var unknown = await worker.Session.AskAsync(new() { RequestId = "load-2", FunctionLoadRequest = new() { FunctionId = "other" } });

        Assert.Equal(new StreamingMessage { RequestId = "load-1", FunctionLoadResponse = new() { FunctionId = "lessons", Result = Success } }, known);
        var failure = new StatusResult { Status = Status.Failure, Exception = new() { Message = "This app has only the function with the id lessons, not other." } };
        Assert.Equal(new StreamingMessage { RequestId = "load-2", FunctionLoadResponse = new() { FunctionId = "other", Result = failure } }, unknown);
    }

    [Fact]
    public async Task A_status_request_is_answered()
    {
        await using var worker = await RunningWorker.StartAsync();

        var answer = await worker.Session.AskAsync(new() { RequestId = "status", WorkerStatusRequest = new() });

        Assert.Equal(new StreamingMessage { RequestId = "status", WorkerStatusResponse = new() }, answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3200")] // FileChangeEventRequest, number 6, which is not in the worker's subset of the protocol
    [InlineData("A20100")] // StartStream, which only a worker sends
    [InlineData("2A00")] // InvocationResponse, which only a worker sends
    public async Task A_message_that_is_not_for_a_worker_is_logged_and_ignored(string message)
    {
        await using var worker = await RunningWorker.StartAsync();

        await worker.Session.SendAsync(StreamingMessage.Parser.ParseFrom(Convert.FromHexString(message)));
        await worker.Session.AskAsync(new() { RequestId = "status", WorkerStatusRequest = new() });

        var line = await worker.Process.FindLineAsync("The host sent a message of a kind that this worker cannot handle: ");
        Assert.Contains("\"level\":\"WARN\"", line, StringComparison.Ordinal);
        Assert.Empty(worker.Session.Log); // the host shows no line without an invocation, so the line is not sent
    }

    [Fact]
    public async Task A_valid_environment_is_applied_and_an_invalid_one_returns_an_error()
    {
        await using var worker = await RunningWorker.StartReadyAsync();
        var before = await worker.LoginAsync("lambros");

        var changed = await ReloadAsync(worker, ("SESSION_COOKIE_NAME", "other"));
        Assert.Equal((Success, ".NET"), (changed.Result, changed.WorkerMetadata.RuntimeName));
        Assert.StartsWith("xxx_session_id=", before, StringComparison.Ordinal);
        Assert.StartsWith("other=", await worker.LoginAsync("lambros"), StringComparison.Ordinal);

        var noCatalogue = await ReloadAsync(worker, ("LESSONS_FILE", "/nowhere/lessons.json"));
        Assert.StartsWith("The catalogue /nowhere/lessons.json cannot be read: ", noCatalogue.Result.Exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("other=", await worker.LoginAsync("lambros"), StringComparison.Ordinal);

        var wrong = await ReloadAsync(worker, ("UPSTASH_REDIS_URL", "s3cret"));
        Assert.Equal(new StatusResult { Status = Status.Failure, Exception = new() { Message = "UPSTASH_REDIS_URL must begin with redis:// or rediss://." } }, wrong.Result);
        Assert.Equal("The name of an environment variable must not be empty or contain '='.", (await ReloadAsync(worker, ("A=B", "s3cret"))).Result.Exception.Message);
        Assert.StartsWith("other=", await worker.LoginAsync("lambros"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", string.Concat(worker.Session.Log), StringComparison.Ordinal);
    }

    private static async Task<FunctionEnvironmentReloadResponse> ReloadAsync(RunningWorker worker, params (string Name, string Value)[] variables)
    {
        var request = new FunctionEnvironmentReloadRequest();
        foreach (var (name, value) in variables)
            request.EnvironmentVariables[name] = value;
        return (await worker.Session.AskAsync(new() { RequestId = "reload", FunctionEnvironmentReloadRequest = request })).FunctionEnvironmentReloadResponse;
    }
}
