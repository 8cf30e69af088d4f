using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lessons.TestKit;

/// <summary>A server's certificate and the authority that signed it, as PEM files in a folder.</summary>
public sealed record TestCertificate(string Name, string CertificateFile, string KeyFile, string AuthorityFile)
{
    /// <summary>A certificate for that DNS name, valid today, or until an hour ago.</summary>
    public static TestCertificate Create(string folder, string name, bool isExpired = false)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(-1).AddMinutes(1), isExpired ? now.AddHours(-1) : now.AddDays(1).AddMinutes(-1), RandomNumberGenerator.GetBytes(8));

        return new(
            name,
            Write(folder, "server.crt", certificate.ExportCertificatePem()),
            Write(folder, "server.key", key.ExportPkcs8PrivateKeyPem()),
            Write(folder, "authority.crt", authority.ExportCertificatePem()));
    }

    private static string Write(string folder, string file, string text)
    {
        var path = Path.Combine(folder, file);
        File.WriteAllText(path, text);
        return path;
    }
}
