using System.Globalization;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// A client of Lambda's Runtime API, version 2018-06-01, over one connection. Each invocation loop has one client.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"/>.
/// </summary>
internal sealed class RuntimeApi(string host, int port, Transport transport) : IDisposable
{
    private const string Root = "/2018-06-01/runtime/";
    private const string ErrorType = "Lambda-Runtime-Function-Error-Type";
    private const int MaxTrailerText = 1000; // characters
    private const string ErrorBody = "Lambda-Runtime-Function-Error-Body";

    // With this content type, a prelude comes before the body.
    private const string StreamHeaders =
        "Content-Type: application/vnd.awslambda.http-integration-response\r\n"
        + "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
        + $"Trailer: {ErrorType}, {ErrorBody}\r\n"
        + "Connection: close\r\n";

    private readonly Http1Connection _connection = new(host, port, transport);

    /// <summary>Opens the API at <c>AWS_LAMBDA_RUNTIME_API</c>: host and port. The only loop of a process may use a blocking transport.</summary>
    /// <exception cref="SettingsException">The address is not HOST:PORT, or it is missing, as it is everywhere outside Lambda.</exception>
    public static RuntimeApi Open(string? address, Transport transport) =>
        address?.Split(':') is [{ Length: > 0 } host, var port] && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(host, number, transport)
            : throw new SettingsException("AWS_LAMBDA_RUNTIME_API must be HOST:PORT. Lambda sets this variable, and so does a stand-in such as lambda-local.");

    public void Dispose() => _connection.Dispose();

    /// <summary>Waits for the next invocation. The wait may take hours.</summary>
    public async Task<Invocation> NextAsync()
    {
        var response = Require(200, await _connection.SendAsync("GET", Root + "invocation/next", "", default));
        var headers = response.Headers;
        if (headers.First("Lambda-Runtime-Aws-Request-Id") is not { Length: > 0 } id
            || !long.TryParse(headers.First("Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var deadline)
            || deadline > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            throw new IOException("The Runtime API sent an invocation without its id or its deadline.");
        }

        return new(id, DateTimeOffset.FromUnixTimeMilliseconds(deadline), headers.First("Lambda-Runtime-Trace-Id"), headers.First("Lambda-Runtime-Aws-Tenant-Id"), response.Body);
    }

    public async Task RespondAsync(string requestId, ReadOnlyMemory<byte> answer) =>
        Require(202, await _connection.SendAsync("POST", $"{Root}invocation/{requestId}/response", "Content-Type: application/json\r\n", answer));

    /// <summary>
    /// Begins a response whose body is sent while it is read. The document requires a connection that is closed afterwards:
    /// <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming"/>.
    /// </summary>
    public Task<ChunkedPost> OpenStreamAsync(string requestId) =>
        _connection.OpenPostAsync($"{Root}invocation/{requestId}/response", StreamHeaders);

    /// <summary>Ends a streamed response. A failure of its body goes into the trailers of the request.</summary>
    public static async Task EndStreamAsync(ChunkedPost post, Exception? failure) =>
        Require(202, await post.EndAsync(failure is null ? "" : Trailers(failure)));

    public Task FailAsync(string requestId, Exception exception) => PostErrorAsync($"invocation/{requestId}/error", "Function", exception);

    /// <summary>Reports that the function cannot start. The process exits afterwards.</summary>
    public Task FailInitAsync(Exception exception) => PostErrorAsync("init/error", "Runtime", exception);

    private async Task PostErrorAsync(string path, string category, Exception exception)
    {
        var headers = $"Content-Type: application/json\r\n{ErrorType}: {category}.{exception.GetType().Name}\r\n";
        var frames = exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        Require(202, await _connection.SendAsync("POST", Root + path, headers, Report(exception, exception.Message, frames)));
    }

    // The log has the whole exception. A long line of a trailer could be refused.
    private static string Trailers(Exception exception)
    {
        var message = exception.Message.Length > MaxTrailerText ? exception.Message[..MaxTrailerText] : exception.Message;
        var report = Convert.ToBase64String(Report(exception, message, frames: []).Span);
        return $"{ErrorType}: Function.{exception.GetType().Name}\r\n{ErrorBody}: {report}\r\n";
    }

    private static ReadOnlyMemory<byte> Report(Exception exception, string message, string[] frames) => ThreadJson.WriteObject(json =>
    {
        json.WriteString("errorType"u8, exception.GetType().Name);
        json.WriteString("errorMessage"u8, message);
        json.WriteStartArray("stackTrace"u8);
        foreach (var frame in frames)
            json.WriteStringValue(frame);
        json.WriteEndArray();
    });

    private static Http1Response Require(int status, Http1Response response) =>
        response.Status == status ? response : throw new RuntimeApiException(response.Status);
}
