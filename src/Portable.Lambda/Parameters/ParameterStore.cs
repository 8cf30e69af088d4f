using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// Reads one SecureString from Systems Manager's Parameter Store. This class signs the call itself, because the SDK would cost megabytes
/// and start-up time.
/// </summary>
/// <param name="getVariable">Returns an environment variable. The class reads the region and the credentials, which Lambda sets.</param>
/// <param name="time">The clock for the limit of five seconds and for the date of the signature.</param>
/// <param name="variable">The variable that names the parameter. The error messages contain it.</param>
public sealed class ParameterStore(Func<string, string?> getVariable, TimeProvider time, string variable)
{
    // Lambda allows ten seconds for a start.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const int MaxAttempts = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns the decrypted value of the parameter. Makes at most three attempts within five seconds.</summary>
    /// <exception cref="SettingsException">The parameter cannot be read. The message names the variable and contains no secret.</exception>
    public async Task<string> GetAsync(string name)
    {
        try
        {
            return Read(name, await SendWithRetryAsync(name).WaitAsync(Limit, time));
        }
        catch (TimeoutException)
        {
            throw new SettingsException($"{variable}: Systems Manager did not respond within {Limit.TotalSeconds} seconds.");
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
        {
            throw new SettingsException($"{variable}: Systems Manager cannot be reached. {exception.Message}");
        }
    }

    // A burst of cold starts exceeds the rate limit of Parameter Store. A request that is refused for another reason is not sent again.
    private async Task<Http1Response> SendWithRetryAsync(string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var response = await SendAsync(name);
                if (attempt == MaxAttempts || !MayPass(response))
                    return response;
            }
            catch (Exception exception) when (exception is IOException or SocketException && attempt < MaxAttempts)
            {
                // The connection broke or could not be opened.
            }

            // Without jitter, all requests of a burst would come again at the same time. The delay uses the system's clock, because the
            // TimeProvider is for the limit and for the signature's date.
            await Task.Delay(FirstDelay * (1 << (attempt - 1)) * (RandomNumberGenerator.GetInt32(50, 150) / 100d), TimeProvider.System);
        }
    }

    private static bool MayPass(Http1Response response) =>
        response.Status is 429 or 500 or 502 or 503 or 504 || (response.Status == 400 && IsThrottling(ErrorType(response) ?? ""));

    // AWS has several names for throttling. Most of them contain "Throttl": ThrottlingException, RequestThrottled.
    private static bool IsThrottling(string error) =>
        error.Contains("Throttl", StringComparison.Ordinal) || error is "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown";

    private static string? ErrorType(Http1Response response)
    {
        try
        {
            using var answer = JsonDocument.Parse(response.Body);
            return Text(answer.RootElement, "__type")?.Split('#')[^1];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<Http1Response> SendAsync(string name)
    {
        var region = Require("AWS_REGION");
        var credentials = new AwsCredentials(Require("AWS_ACCESS_KEY_ID"), Require("AWS_SECRET_ACCESS_KEY"), Optional("AWS_SESSION_TOKEN"));
        var (useTls, host, port) = Optional("AWS_ENDPOINT_URL_SSM") is { } url ? SsmEndpoint.Parse(url) : SsmEndpoint.Of(region);
        var body = ThreadJson.WriteObject(json =>
        {
            json.WriteString("Name"u8, name);
            json.WriteBoolean("WithDecryption"u8, true);
        });

        using var connection = new Http1Connection(host, port, useTls ? Transport.Tls : Transport.Plain);
        var now = time.GetUtcNow();
        List<Header> headers =
        [
            new("content-type", "application/x-amz-json-1.1"),
            new("host", connection.Authority),
            new("x-amz-date", SigV4.Timestamp(now)),
            new("x-amz-target", "AmazonSSM.GetParameter"),
        ];
        if (credentials.SessionToken is not null)
            headers.Add(new("x-amz-security-token", credentials.SessionToken));
        headers.Add(new("authorization", SigV4.Authorize(credentials, region, "ssm", now, "POST", "/", headers, body.Span)));

        var lines = string.Concat(headers.Where(header => header.Name != "host").Select(header => $"{header.Name}: {header.Value}\r\n"));
        return await connection.SendAsync("POST", "/", lines, body);
    }

    private string Read(string name, Http1Response response)
    {
        try
        {
            using var answer = JsonDocument.Parse(response.Body);
            if (response.Status == 200)
                return Text(Property(answer.RootElement, "Parameter"), "Value") ?? throw new JsonException();
            var type = Text(answer.RootElement, "__type")?.Split('#')[^1];
            throw new SettingsException(type switch
            {
                "ParameterNotFound" => $"{variable}: there is no parameter {name} in this region.",
                "AccessDeniedException" => $"{variable}: the function's role may not read {name}. The role needs ssm:GetParameter, and kms:Decrypt for a key of your own.",
                null => $"{variable}: Systems Manager returned {response.Status} for {name}.",
                _ => $"{variable}: Systems Manager returned {response.Status} {type} for {name}.",
            });
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // InvalidOperationException: the text is not valid Unicode
        {
            throw new SettingsException($"{variable}: Systems Manager returned {response.Status} with a body that is not the expected JSON.");
        }
    }

    private static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } && element.Value.TryGetProperty(name, out var property) ? property : null;

    private static string? Text(JsonElement? element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private string? Optional(string name) => getVariable(name) is { Length: > 0 } value ? value : null;

    private string Require(string name) =>
        Optional(name) ?? throw new SettingsException(
            $"{name} must be set. {variable} names a parameter of Systems Manager, and the call needs {name}. Lambda sets {name}.");
}
