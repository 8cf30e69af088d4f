namespace Lessons.TestKit;

/// <summary>A kind of key that public authorities use: RSA by its bits, ECDSA by its curve.</summary>
public enum KeyKind
{
    P256,
    P384,
    Rsa2048,
    Rsa4096,
}
