using Portable.AzureFunctions;
using Xunit;

namespace Lessons.Tests;

public sealed class WorkerArgumentsTests
{
    private const string Elsewhere = "The Azure Functions host, or a stand-in such as functions-local, must start this worker.";

    private static readonly string[] Older = ["--host", "127.0.0.1", "--port", "5001", "--workerId", "w", "--requestId", "r", "--grpcMaxMessageLength", "100"];
    private static readonly string[] Newer = ["--functions-uri", "http://127.0.0.1:5001/", "--functions-worker-id", "w", "--functions-request-id", "r", "--functions-grpc-max-message-length", "100"];

    [Fact]
    public void Older_and_newer_options_are_read_alone_and_together()
    {
        Assert.Equal(new("http://127.0.0.1:5001", "w", "r", 100), Parse(Older));
        Assert.Equal(new("http://127.0.0.1:5001/", "w", "r", 100), Parse(Newer));
        Assert.Equal(new("http://127.0.0.1:5001/", "w", "r", 100), Parse([.. Older, .. Newer]));
        Assert.Equal(new("http://127.0.0.1:5001/", "w", "r", 100), Parse([.. Newer, .. Older]));
    }

    [Fact]
    public void Unknown_options_are_ignored_and_the_message_length_is_optional()
    {
        string[] arguments = ["worker.dll", "--unknown", "--functions-uri", "http://localhost:1/", "--other", "x", .. Newer[2..6], "--flag"];

        Assert.Equal(new("http://localhost:1/", "w", "r", int.MaxValue), Parse(arguments));
    }

    [Theory]
    [InlineData("--functions-uri is missing. " + Elsewhere)]
    [InlineData("--functions-uri is missing. " + Elsewhere, "--host", "h", "--workerId", "w", "--requestId", "r")]
    [InlineData("--functions-worker-id is missing. " + Elsewhere, "--host", "h", "--port", "1", "--requestId", "r")]
    [InlineData("--functions-request-id is missing. " + Elsewhere, "--host", "h", "--port", "1", "--workerId", "w")]
    [InlineData("--functions-request-id is missing. " + Elsewhere, "--host", "h", "--port", "1", "--workerId", "w", "--requestId")]
    [InlineData("--functions-uri must be http://HOST:PORT/.", "--host", "", "--port", "1", "--workerId", "w", "--requestId", "r")]
    [InlineData("--functions-uri must be http://HOST:PORT/.", "--host", "h", "--port", "65536", "--workerId", "w", "--requestId", "r")]
    [InlineData("--functions-uri must be http://HOST:PORT/.", "--host", "a b", "--port", "1", "--workerId", "w", "--requestId", "r")]
    [InlineData("--functions-uri must be http://HOST:PORT/.", "--functions-uri", "unix:/socket", "--workerId", "w", "--requestId", "r")]
    [InlineData("--functions-grpc-max-message-length must be a number of bytes from 1 to 2147483647.", "--host", "h", "--port", "1", "--workerId", "w", "--requestId", "r", "--grpcMaxMessageLength", "0")]
    [InlineData("--functions-grpc-max-message-length must be a number of bytes from 1 to 2147483647.", "--host", "h", "--port", "1", "--workerId", "w", "--requestId", "r", "--grpcMaxMessageLength", "9999999999")]
    public void A_missing_or_invalid_option_returns_an_error_that_names_it(string sentence, params string[] arguments)
    {
        Assert.False(WorkerArguments.TryParse(arguments, out _, out var error));
        Assert.Equal(sentence, error);
    }

    private static WorkerArguments Parse(string[] arguments) =>
        WorkerArguments.TryParse(arguments, out var parsed, out var error) ? parsed : throw new FormatException(error);
}
