using System.Globalization;
using System.Text;
using Lessons.TestKit;
using Microsoft.Extensions.Time.Testing;
using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>See <see href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html"/>.</summary>
public sealed class ParameterStoreTests
{
    private const string Found = """{"Parameter":{"ARN":"arn:aws:ssm:eu-west-1:123456789012:parameter/lessons/redis","DataType":"text","LastModifiedDate":1.665529274E9,"Name":"/lessons/redis","Type":"SecureString","Value":"rediss://:s3cret@h:6379","Version":1}}""";

    private readonly FakeTimeProvider _time = new(new(2022, 10, 11, 23, 1, 14, TimeSpan.Zero));

    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal)
    {
        ["AWS_REGION"] = "eu-west-1",
        ["AWS_ACCESS_KEY_ID"] = "ASIAEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "s3cret-key",
        ["AWS_SESSION_TOKEN"] = "s3cret-token",
    };

    [Fact]
    public async Task One_signed_request_gets_the_decrypted_value()
    {
        ScriptedRequest? received = null;
        using var server = Serve(Reply.Of(200, Found), request => received = request);

        Assert.Equal("rediss://:s3cret@h:6379", await GetAsync());

        Assert.Equal(("POST / HTTP/1.1", """{"Name":"/lessons/redis","WithDecryption":true}"""), (received!.Line, received.Body));
        Assert.Equal("AmazonSSM.GetParameter", received.Headers.First("X-Amz-Target"));
        Assert.Equal("application/x-amz-json-1.1", received.Headers.First("Content-Type"));
        Assert.Equal("20221011T230114Z", received.Headers.First("X-Amz-Date"));
        Assert.Equal("s3cret-token", received.Headers.First("X-Amz-Security-Token"));
        AssertIsSigned(received, "content-type;host;x-amz-date;x-amz-security-token;x-amz-target", "s3cret-token");
    }

    [Fact]
    public async Task Without_a_session_token_the_request_has_no_token_header()
    {
        ScriptedRequest? received = null;
        using var server = Serve(Reply.Of(200, Found), request => received = request);
        _variables["AWS_SESSION_TOKEN"] = "";

        await GetAsync();

        Assert.Null(received!.Headers.First("X-Amz-Security-Token"));
        AssertIsSigned(received, "content-type;host;x-amz-date;x-amz-target", token: null);
    }

    [Theory]
    [InlineData(400, """{"__type":"ParameterNotFound"}""", "there is no parameter /lessons/redis in this region.")]
    [InlineData(400, """{"__type":"com.amazonaws.ssm#ParameterNotFound","message":"s3cret"}""", "there is no parameter /lessons/redis in this region.")]
    [InlineData(400, """{"__type":"AccessDeniedException","Message":"User s3cret is not authorized"}""", "the function's role may not read /lessons/redis. The role needs ssm:GetParameter, and kms:Decrypt for a key of your own.")]
    [InlineData(400, """{"__type":"ThrottlingException","message":"s3cret"}""", "Systems Manager returned 400 ThrottlingException for /lessons/redis.")]
    [InlineData(500, """{"message":"s3cret"}""", "Systems Manager returned 500 for /lessons/redis.")]
    [InlineData(500, "<html>s3cret</html>", "Systems Manager returned 500 with a body that is not the expected JSON.")]
    [InlineData(503, "", "Systems Manager returned 503 with a body that is not the expected JSON.")]
    [InlineData(200, """{"Parameter":{"Name":"s3cret"}}""", "Systems Manager returned 200 with a body that is not the expected JSON.")]
    [InlineData(200, """{"Parameter":{"Value":["s3cret"]}}""", "Systems Manager returned 200 with a body that is not the expected JSON.")]
    [InlineData(200, "null", "Systems Manager returned 200 with a body that is not the expected JSON.")]
    public async Task A_response_without_a_value_is_reported(int status, string body, string sentence)
    {
        using var server = Serve(Reply.Of(status, body));

        Assert.Equal("UPSTASH_REDIS_URL_PARAMETER: " + sentence, await FailAsync());
    }

    [Theory]
    [InlineData(400, """{"__type":"com.amazon.coral.availability#ThrottlingException"}""")]
    [InlineData(400, """{"__type":"ThrottlingException"}""")]
    [InlineData(400, """{"__type":"RequestThrottled"}""")]
    [InlineData(429, "")]
    [InlineData(500, "{}")]
    [InlineData(502, "")]
    [InlineData(503, "<html>")]
    [InlineData(504, "")]
    [InlineData(0, "")] // the server closes the connection
    public async Task A_transient_error_is_retried_up_to_three_attempts(int status, string body)
    {
        var asked = 0;
        using var server = new ScriptedServer(_ => Task.FromResult(++asked < 3
            ? status == 0 ? Reply.Text("").ThenClose() : Reply.Of(status, body)
            : Reply.Of(200, """{"Parameter":{"Value":"redis://h"}}""")));
        UseEndpoint(server.Port);

        Assert.Equal("redis://h", await GetAsync());
        Assert.InRange(asked, 3, 4); // if a kept connection closes, the same attempt opens a new connection
    }

    [Fact]
    public async Task A_transient_error_is_reported_after_three_attempts()
    {
        var asked = 0;
        using var server = Serve(Reply.Of(400, """{"__type":"ThrottlingException"}"""), _ => asked++);

        Assert.Equal("UPSTASH_REDIS_URL_PARAMETER: Systems Manager returned 400 ThrottlingException for /lessons/redis.", await FailAsync());
        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData(400, """{"__type":"AccessDeniedException"}""")]
    [InlineData(400, """{"__type":"ParameterNotFound"}""")]
    [InlineData(403, "{}")]
    [InlineData(404, "")]
    public async Task A_permanent_error_is_reported_without_a_retry(int status, string body)
    {
        var asked = 0;
        using var server = Serve(Reply.Of(status, body), _ => asked++);

        await FailAsync();

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_server_that_does_not_respond_times_out_after_5_seconds()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = Serve(Reply.Silence, _ => asked.SetResult());

        var failing = FailAsync();
        await asked.Task.WaitAsync(Eventually.Bound);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(failing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("UPSTASH_REDIS_URL_PARAMETER: Systems Manager did not respond within 5 seconds.", await failing.WaitAsync(Eventually.Bound));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task A_broken_connection_is_reported(string reply)
    {
        using var server = Serve(Reply.Text(reply).ThenClose());

        Assert.StartsWith("UPSTASH_REDIS_URL_PARAMETER: Systems Manager cannot be reached. ", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_reported()
    {
        using var closed = new ClosedPort();
        UseEndpoint(closed.Number);

        Assert.StartsWith("UPSTASH_REDIS_URL_PARAMETER: Systems Manager cannot be reached. ", await FailAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    public async Task A_missing_variable_is_named(string name)
    {
        _variables[name] = "";

        Assert.Equal($"{name} must be set. UPSTASH_REDIS_URL_PARAMETER names a parameter of Systems Manager, and the call needs {name}. Lambda sets {name}.", await FailAsync());
    }

    // The domains come from the partitions of AWS's public endpoints file (botocore/data/partitions.json).
    [Theory]
    [InlineData("eu-west-1", "ssm.eu-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "ssm.us-gov-west-1.amazonaws.com")]
    [InlineData("cn-north-1", "ssm.cn-north-1.amazonaws.com.cn")]
    [InlineData("eusc-de-east-1", "ssm.eusc-de-east-1.amazonaws.eu")]
    public void The_endpoint_of_a_region_is_in_the_domain_of_its_partition(string region, string host) =>
        Assert.Equal(new(true, host, 443), SsmEndpoint.Of(region));

    [Theory]
    [InlineData("https://ssm.example", true, "ssm.example", 443)]
    [InlineData("http://localhost/", false, "localhost", 80)]
    [InlineData("http://localhost:4566/", false, "localhost", 4566)]
    public void An_endpoint_without_a_port_has_the_default_port_of_its_scheme(string url, bool useTls, string host, int port) =>
        Assert.Equal(new(useTls, host, port), SsmEndpoint.Parse(url));

    [Theory]
    [InlineData("127.0.0.1:4566")]
    [InlineData("ftp://h")]
    [InlineData("http://")]
    [InlineData("http://h:port")]
    public async Task An_endpoint_that_is_not_a_URL_is_refused(string url)
    {
        _variables["AWS_ENDPOINT_URL_SSM"] = url;

        Assert.Equal("AWS_ENDPOINT_URL_SSM must be http:// or https://, a host and an optional port.", await FailAsync());
    }

    private ScriptedServer Serve(Reply reply, Action<ScriptedRequest>? onRequest = null)
    {
        var server = new ScriptedServer(request =>
        {
            onRequest?.Invoke(request);
            return Task.FromResult(reply);
        });
        UseEndpoint(server.Port);
        return server;
    }

    private void UseEndpoint(int port) => _variables["AWS_ENDPOINT_URL_SSM"] = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/";

    private Task<string> GetAsync() => new ParameterStore(_variables.GetValueOrDefault, _time, "UPSTASH_REDIS_URL_PARAMETER").GetAsync("/lessons/redis");

    private async Task<string> FailAsync()
    {
        var exception = await Assert.ThrowsAsync<SettingsException>(GetAsync);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
        return exception.Message;
    }

    // SigV4Tests compare the signature itself with AWS's test vectors.
    private void AssertIsSigned(ScriptedRequest request, string signedHeaders, string? token)
    {
        var headers = signedHeaders.Split(';').Select(name => new Header(name, request.Headers.All(name).Single())).ToList();
        var body = Encoding.UTF8.GetBytes(request.Body);
        var expected = SigV4.Authorize(new("ASIAEXAMPLE", "s3cret-key", token), "eu-west-1", "ssm", _time.GetUtcNow(), "POST", "/", headers, body);

        Assert.Equal(expected, request.Headers.First("Authorization"));
        Assert.StartsWith($"AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20221011/eu-west-1/ssm/aws4_request, SignedHeaders={signedHeaders}, Signature=", expected, StringComparison.Ordinal);
    }
}
