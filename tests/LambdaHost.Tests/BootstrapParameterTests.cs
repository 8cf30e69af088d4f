using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Starts the program with a Redis URL that is a secret in Systems Manager.</summary>
public sealed class BootstrapParameterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ScriptedRuntime _runtime = new();

    public void Dispose()
    {
        _runtime.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_login_uses_the_Redis_URL_from_Systems_Manager()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        using var server = new ScriptedServer(_ => Task.FromResult(Reply.Of(200, $$$"""{"Parameter":{"Value":"redis://127.0.0.1:{{{redis.Port}}}"}}""")));
        await using var process = StartWithParameter(server.Url);

        Assert.Equal(307, await _runtime.LogInAsync());
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", false)] // the certificate has another name
    public async Task Systems_Manager_is_called_over_TLS_and_its_certificate_is_checked(string host, bool isBelieved)
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        var certificate = TestCertificate.Create(_folder.Path, "localhost");
        using var server = new ScriptedServer(_ => Task.FromResult(Reply.Of(200, $$$"""{"Parameter":{"Value":"redis://127.0.0.1:{{{redis.Port}}}"}}""")), certificate);
        await using var process = StartWithParameter($"https://{host}:{server.Port}", ("SSL_CERT_FILE", certificate.AuthorityFile), ("SSL_CERT_DIR", "/nowhere"));

        if (isBelieved)
            Assert.Equal(307, await _runtime.LogInAsync());
        else
            await _runtime.AssertInitErrorAsync(process, "UPSTASH_REDIS_URL_PARAMETER: Systems Manager cannot be reached. The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch");
    }

    [Fact]
    public async Task A_parameter_that_is_not_a_URL_is_reported_without_its_value()
    {
        using var server = new ScriptedServer(_ => Task.FromResult(Reply.Of(200, """{"Parameter":{"Value":"s3cret"}}""")));
        await using var process = StartWithParameter(server.Url);

        await _runtime.AssertInitErrorAsync(process, "UPSTASH_REDIS_URL_PARAMETER names a parameter whose value must begin with redis:// or rediss://.");
    }

    [Fact]
    public async Task A_parameter_without_permission_to_read_is_reported()
    {
        using var server = new ScriptedServer(_ => Task.FromResult(Reply.Of(400, """{"__type":"AccessDeniedException","Message":"s3cret"}""")));
        await using var process = StartWithParameter(server.Url);

        await _runtime.AssertInitErrorAsync(process, "UPSTASH_REDIS_URL_PARAMETER: the function's role may not read /lessons/redis. The role needs ssm:GetParameter, and kms:Decrypt for a key of your own.");
    }

    private ChildProcess StartWithParameter(string endpoint, params (string, string)[] settings) => BootstrapProgram.Start(
    [
        ("AWS_LAMBDA_RUNTIME_API", _runtime.Address),
        ("UPSTASH_REDIS_URL_PARAMETER", "/lessons/redis"),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "s3cret-key"),
        ("AWS_ENDPOINT_URL_SSM", endpoint),
        .. settings,
    ]);
}
