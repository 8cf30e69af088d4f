using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lessons.TestKit;

/// <summary>
/// A server's certificate as PEM files in a folder, in the form that a public authority issues. The root certificate has signed an
/// intermediate certificate, and the intermediate certificate has signed the server's. The server sends its own and the intermediate one.
/// </summary>
public sealed record TestCertificate(string Name, string CertificateFile, string KeyFile, string AuthorityFile)
{
    /// <summary>
    /// Creates a certificate for a DNS name. The certificate is valid today, or expired an hour ago if isExpired is true. Its key and the keys
    /// of the intermediate and the root certificate have the given kind.
    /// </summary>
    public static TestCertificate Create(string folder, string name, bool isExpired = false, KeyKind keys = KeyKind.P256)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = CreateKey(keys);
        using var root = Authority("Test authority", rootKey).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var intermediateKey = CreateKey(keys);
        using var unsigned = Authority("Test intermediate", intermediateKey).Create(root, now.AddDays(-1).AddMinutes(1), now.AddDays(1).AddMinutes(-1), RandomNumberGenerator.GetBytes(8));
        using var intermediate = WithKey(unsigned, intermediateKey);

        using var key = CreateKey(keys);
        var request = Request(name, key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(intermediate, now.AddDays(-1).AddMinutes(2), isExpired ? now.AddHours(-1) : now.AddDays(1).AddMinutes(-2), RandomNumberGenerator.GetBytes(8));

        return new(
            name,
            Write(folder, "server.crt", certificate.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem()),
            Write(folder, "server.key", key.ExportPkcs8PrivateKeyPem()),
            Write(folder, "authority.crt", root.ExportCertificatePem()));
    }

    /// <summary>Whether a server sent this certificate.</summary>
    public bool Is(X509Certificate sent)
    {
        using var own = X509CertificateLoader.LoadCertificateFromFile(CertificateFile);
        return own.Equals(sent);
    }

    private static AsymmetricAlgorithm CreateKey(KeyKind keys) => keys switch
    {
        KeyKind.Rsa2048 => RSA.Create(2048),
        KeyKind.Rsa4096 => RSA.Create(4096),
        KeyKind.P384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
    };

    // Like public authorities, this class signs with a longer hash if the key is longer.
    private static HashAlgorithmName Hash(AsymmetricAlgorithm key) => key.KeySize is 384 or 4096 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    private static CertificateRequest Request(string name, AsymmetricAlgorithm key) => key is RSA rsa
        ? new("CN=" + name, rsa, Hash(key), RSASignaturePadding.Pkcs1)
        : new("CN=" + name, (ECDsa)key, Hash(key));

    private static CertificateRequest Authority(string name, AsymmetricAlgorithm key)
    {
        var request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, AsymmetricAlgorithm key) =>
        key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);

    private static string Write(string folder, string file, string text)
    {
        var path = Path.Combine(folder, file);
        File.WriteAllText(path, text);
        return path;
    }
}
