using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Lessons.Passwords;

/// <summary>
/// PBKDF2 with HMAC-SHA-512 in ASP.NET Core Identity's format, at OWASP's cost. A hash takes a processor for some
/// 160 ms, so half of them work on hashes and the others serve whoever is logged in.
/// </summary>
internal static class PasswordHashing
{
    private const string Switch = "Lessons.CheapPasswordHashes";

    private static readonly int Iterations = AreCheap ? 2_000 : 210_000;

    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    private static readonly SemaphoreSlim Processors = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>A hash that no password has, and that costs as much to find out as any.</summary>
    private static readonly string Nobodys = CreateNobodys();

    /// <summary>
    /// Whether hashes cost a hundredth: for tests of JIT builds, which hand the switch over in runtimeconfig.json. Native
    /// AOT programs are compiled with <c>false</c> (NativeAot.props).
    /// </summary>
    [FeatureSwitchDefinition(Switch)]
    internal static bool AreCheap => AppContext.TryGetSwitch(Switch, out var isOn) && isOn;

    public static Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => Hasher.HashPassword("", password), cancellationToken);

    /// <summary>Takes as long without a hash, that is for an unknown user, as with one.</summary>
    public static Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) =>
        RunAsync(() => Hasher.VerifyHashedPassword("", hash ?? Nobodys, password), cancellationToken);

    // On a thread of its own: the pool has few, and they are for those who do not compute. What has begun is finished
    // even if nobody waits for it any more, and only then is the processor free.
    private static async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await Processors.WaitAsync(cancellationToken);
        var running = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return work();
                }
                finally
                {
                    Processors.Release();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return await running.WaitAsync(cancellationToken);
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
