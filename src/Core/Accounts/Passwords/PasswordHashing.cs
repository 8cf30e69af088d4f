using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Lessons;

/// <summary>
/// PBKDF2 with HMAC-SHA-512 in ASP.NET Core Identity's format, at OWASP's cost. A hash takes a processor for some
/// 160 ms, so half of them work on hashes and the others serve whoever is logged in.
/// </summary>
internal static class PasswordHashing
{
    private const string Switch = "Lessons.CheapPasswordHashes";

    private static readonly int Iterations = AreCheap ? 2_000 : 210_000;

    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    private static readonly HashingQueue Queue = new(Math.Max(1, Environment.ProcessorCount / 2), 32 * Environment.ProcessorCount);

    /// <summary>A hash that no password has, and that costs as much to find out as any.</summary>
    private static readonly string Nobodys = CreateNobodys();

    /// <summary>
    /// Whether hashes cost a hundredth: for tests of JIT builds, which hand the switch over in runtimeconfig.json. Native
    /// AOT programs are compiled with <c>false</c> (NativeAot.props).
    /// </summary>
    [FeatureSwitchDefinition(Switch)]
    internal static bool AreCheap => AppContext.TryGetSwitch(Switch, out var isOn) && isOn;

    /// <summary>Hashes a password, as soon as it is the turn of that client: see <see cref="HashingQueue"/>.</summary>
    /// <exception cref="BusyException">Too many passwords are waiting.</exception>
    public static Task<string> HashAsync(LoginSource client, string password, CancellationToken cancellationToken) =>
        Queue.RunAsync(client, () => Hasher.HashPassword("", password), cancellationToken);

    /// <summary>Takes as long without a hash, that is for an unknown user, as with one.</summary>
    /// <exception cref="BusyException">Too many passwords are waiting.</exception>
    public static Task<PasswordVerificationResult> VerifyAsync(LoginSource client, string? hash, string password, CancellationToken cancellationToken) =>
        Queue.RunAsync(client, () => Verify(hash, password), cancellationToken);

    // What another program wrote may be no hash: then it is nobody's.
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

    // Identity's version 3: format 1, HMAC-SHA-512 as 2, the iterations, the salt's length, a salt, and a key of zeros.
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
