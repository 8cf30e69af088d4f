using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Lessons;

/// <summary>
/// Hashes passwords by PBKDF2 with HMAC-SHA-512, in the format of ASP.NET Core Identity and at the cost that OWASP recommends.
/// One hash occupies a processor for some 160 ms. So at most half of the processors, and at least one, compute hashes. The others
/// serve logged-in users.
/// </summary>
internal static class PasswordHashing
{
    private const string Switch = "Lessons.CheapPasswordHashes";

    private static readonly int Iterations = AreCheap ? 2_000 : 210_000;

    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    private static readonly HashingQueue Queue = new(Math.Max(1, Environment.ProcessorCount / 2), 32 * Environment.ProcessorCount);

    /// <summary>
    /// A hash that matches no password. A comparison with it costs as much as a comparison with any other hash.
    /// </summary>
    private static readonly string Nobodys = CreateNobodys();

    /// <summary>
    /// Whether a hash costs a hundredth of its usual cost. This switch is for tests of JIT builds, which set it in
    /// runtimeconfig.json. Native AOT programs are compiled with <c>false</c> (NativeAot.props).
    /// </summary>
    [FeatureSwitchDefinition(Switch)]
    internal static bool AreCheap => AppContext.TryGetSwitch(Switch, out var isOn) && isOn;

    /// <summary>Hashes a password as soon as the client's turn comes: see <see cref="HashingQueue"/>.</summary>
    /// <exception cref="BusyException">Too many passwords are waiting.</exception>
    public static Task<string> HashAsync(LoginSource client, string password, CancellationToken cancellationToken) =>
        Queue.RunAsync(client, () => Hasher.HashPassword("", password), cancellationToken);

    /// <summary>Verifies a password. For an unknown user there is no hash; the call then takes as long as with a hash.</summary>
    /// <exception cref="BusyException">Too many passwords are waiting.</exception>
    public static Task<PasswordVerificationResult> VerifyAsync(LoginSource client, string? hash, string password, CancellationToken cancellationToken) =>
        Queue.RunAsync(client, () => Verify(hash, password), cancellationToken);

    // Another program may have stored a value that is not a hash. No password matches such a value.
    private static PasswordVerificationResult Verify(string? hash, string password)
    {
        try
        {
            return Hasher.VerifyHashedPassword("", hash ?? Nobodys, password);
        }
        catch (FormatException)
        {
            return Hasher.VerifyHashedPassword("", Nobodys, password);
        }
    }

    // The format is Identity's version 3: a byte of value 1, the number 2 for HMAC-SHA-512, the number of iterations, the length
    // of the salt, the salt, and a key of zeros.
    private static string CreateNobodys()
    {
        Span<byte> bytes = stackalloc byte[1 + (3 * sizeof(uint)) + 16 + 32];
        bytes.Clear();
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], 2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[5..], (uint)Iterations);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[9..], 16);
        return Convert.ToBase64String(bytes);
    }
}
