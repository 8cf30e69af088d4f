using System.Diagnostics;
using System.IO.Compression;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class TlsTests : IDisposable
{
    private const string Login = "GET /login?userId=x";
    private const string NoFolder = "/no-such-folder";

    // REDIS_TIMEOUT_MS in the tests of a refused connection. It is so long that, even on a slow machine, a request that waits for it takes
    // longer than any other request.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisServerTheory, EveryHost]
    public async Task A_certificate_of_a_trusted_authority_is_accepted(string host)
    {
        var certificate = TestCertificate.Create(_folder.Path, "localhost");
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate);
        await using var service = await StartAsync(host, redis.Port, certificate.AuthorityFile);

        Assert.Equal(307, (await service.SendAsync(Login)).Status);
    }

    [RedisServerTheory, EveryHost(KeyKind.Rsa2048, "TLSv1.2"), EveryHost(KeyKind.Rsa4096, "TLSv1.3"), EveryHost(KeyKind.P256, "TLSv1.2"), EveryHost(KeyKind.P384, "TLSv1.3")]
    public async Task A_certificate_chain_of_each_key_kind_is_accepted(string host, KeyKind keys, string protocol)
    {
        var certificate = TestCertificate.Create(_folder.Path, "localhost", keys: keys);
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate, "--tls-protocols", protocol);
        await using var service = await StartAsync(host, redis.Port, certificate.AuthorityFile);

        Assert.Equal(307, (await service.SendAsync(Login)).Status);
    }

    [RedisServerTheory, EveryHost("TLSv1.2", "ECDHE-RSA-AES256-SHA384"), EveryHost("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256")]
    public async Task A_Redis_server_with_a_single_cipher_suite_is_accepted(string host, string protocol, string suite)
    {
        var certificate = TestCertificate.Create(_folder.Path, "localhost", keys: KeyKind.Rsa2048);
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate, "--tls-protocols", protocol, protocol == "TLSv1.3" ? "--tls-ciphersuites" : "--tls-ciphers", suite);
        await using var service = await StartAsync(host, redis.Port, certificate.AuthorityFile);

        Assert.Equal(307, (await service.SendAsync(Login)).Status);
    }

    [RedisServerTheory, EveryHost]
    public async Task A_certificate_for_another_name_is_refused(string host)
    {
        var certificate = TestCertificate.Create(_folder.Path, "redis.example");

        await IsRefusedAsync(host, certificate, certificate.AuthorityFile, "RemoteCertificateNameMismatch");
    }

    [RedisServerTheory, EveryHost]
    public async Task A_certificate_of_an_unknown_authority_is_refused(string host)
    {
        using var other = new TempFolder();
        var trusted = TestCertificate.Create(other.Path, "localhost").AuthorityFile;

        await IsRefusedAsync(host, TestCertificate.Create(_folder.Path, "localhost"), trusted, "errors in the certificate chain");
    }

    [RedisServerTheory, EveryHost]
    public async Task An_expired_certificate_is_refused(string host)
    {
        var certificate = TestCertificate.Create(_folder.Path, "localhost", isExpired: true);

        await IsRefusedAsync(host, certificate, certificate.AuthorityFile, "NotTimeValid");
    }

    // A server without TLS sends nothing in response to a TLS handshake, so each attempt to connect ends with a time-out. The service
    // reports the cause after two such attempts.
    [RedisServerTheory, EveryHost]
    public async Task A_Redis_server_without_TLS_is_refused(string host)
    {
        await using var redis = await RedisProcess.StartAsync();

        await IsRefusedAsync(host, redis, TestCertificate.Create(_folder.Path, "localhost").AuthorityFile, "failed: The TLS handshake failed");
    }

    [RedisServerTheory, EveryHost]
    public async Task A_redis_URL_to_a_server_that_requires_TLS_is_logged_and_returns_500(string host)
    {
        var certificate = TestCertificate.Create(_folder.Path, "localhost");
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate);
        await using var service = await StartAsync(host, redis.Port, certificate.AuthorityFile, "redis", settings: ("REDIS_TIMEOUT_MS", "1000"));

        Answer.IsError(500, "We could not create your session", await service.SendAsync(Login));

        await Eventually.HoldsAsync("the cause is logged", () => Task.FromResult(service.Output.Contains("may require TLS", StringComparison.Ordinal)));
        Assert.DoesNotContain("s3cret", service.Output, StringComparison.Ordinal);
    }

    [RedisServerTheory, EveryHost]
    public async Task A_Redis_password_of_all_printable_ASCII_characters_is_accepted(string host)
    {
        var password = string.Concat(Enumerable.Range(' ', 95).Select(c => (char)c));
        var encoded = string.Concat(password.Select(c => $"%{(int)c:x2}"));
        var certificate = TestCertificate.Create(_folder.Path, "localhost");
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate);
        await using (var admin = await redis.ConnectAsync())
            await admin.GetServers()[0].ExecuteAsync("ACL", "SETUSER", "default", "resetpass", ">" + password);

        await using var service = await StartAsync(host, redis.Port, certificate.AuthorityFile, password: encoded);

        Assert.Equal(307, (await service.SendAsync(Login)).Status);
    }

    [PublishedTheory(nameof(Programs.LacksHandlerZip)), EveryHost]
    public async Task An_authority_added_to_the_bundle_of_the_zip_is_trusted(string host)
    {
        var certificate = TestCertificate.Create(_folder.Path, "localhost");
        var bundle = Path.Combine(_folder.Path, "bundle.pem");
        await using (var zip = await ZipFile.OpenReadAsync(Path.Combine(Programs.Published!, "handler.zip")))
            await zip.GetEntry("ca.pem")!.ExtractToFileAsync(bundle);
        await File.AppendAllTextAsync(bundle, await File.ReadAllTextAsync(certificate.AuthorityFile));
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate);
        await using var service = await StartAsync(host, redis.Port, bundle);

        Assert.Equal(307, (await service.SendAsync(Login)).Status);
    }

    private static Task<RunningHost> StartAsync(string host, int port, string trustedFile, string scheme = "rediss", string password = "s3cret", params (string, string)[] settings) =>
        Hosts.StartAsync(host, $"{scheme}://:{password}@localhost:{port}", [HostPool.Patient, ("SSL_CERT_FILE", trustedFile), ("SSL_CERT_DIR", NoFolder), .. settings]);

    private static async Task IsRefusedAsync(string host, TestCertificate certificate, string trustedFile, string problem)
    {
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate);
        await IsRefusedAsync(host, redis, trustedFile, problem);
    }

    /// <summary>Checks that the log contains the problem, and that the next request returns 500 before its time-out.</summary>
    private static async Task IsRefusedAsync(string host, RedisProcess redis, string trustedFile, string problem)
    {
        await using var service = await StartAsync(host, redis.Port, trustedFile, settings: ("REDIS_TIMEOUT_MS", $"{Budget.TotalMilliseconds}"));
        await Eventually.HoldsAsync($"the log contains: {problem}", async () =>
        {
            Answer.IsError(500, "We could not create your session", await service.SendAsync(Login)); // This request may have waited for the start of the host.
            return service.Output.Contains(problem, StringComparison.Ordinal);
        });

        var clock = Stopwatch.StartNew();
        Answer.IsError(500, "We could not create your session", await service.SendAsync(Login));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Budget * 0.8);
        Assert.DoesNotContain("s3cret", service.Output, StringComparison.Ordinal);
    }
}
