using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class TlsTests : IDisposable
{
    private const string NoFolder = "/no-such-folder";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisServerTheory, EveryHost]
    public async Task A_certificate_of_a_trusted_authority_is_accepted(string host)
    {
        var certificate = TestCertificate.Create(_folder.Path, "localhost");

        Assert.Equal(307, await LoginStatusAsync(host, certificate, certificate.AuthorityFile));
    }

    [RedisServerTheory, EveryHost]
    public async Task A_certificate_for_another_name_is_refused(string host)
    {
        var certificate = TestCertificate.Create(_folder.Path, "redis.example");

        Assert.Equal(500, await LoginStatusAsync(host, certificate, certificate.AuthorityFile));
    }

    [RedisServerTheory, EveryHost]
    public async Task A_certificate_of_an_unknown_authority_is_refused(string host)
    {
        using var other = new TempFolder();
        var trusted = TestCertificate.Create(other.Path, "localhost").AuthorityFile;

        Assert.Equal(500, await LoginStatusAsync(host, TestCertificate.Create(_folder.Path, "localhost"), trusted));
    }

    private static async Task<int> LoginStatusAsync(string host, TestCertificate certificate, string trustedFile)
    {
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate);
        await using var service = await Hosts.StartAsync(host, $"rediss://localhost:{redis.Port}", ("SSL_CERT_FILE", trustedFile), ("SSL_CERT_DIR", NoFolder));
        return (await service.SendAsync("GET /login?userId=x")).Status;
    }
}
