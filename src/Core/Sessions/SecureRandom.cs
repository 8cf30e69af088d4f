using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Lessons;

/// <summary>
/// The system's generator for secrets: getrandom on Linux, .NET's <see cref="RandomNumberGenerator"/> elsewhere.
/// </summary>
/// <remarks>
/// On Linux, .NET's generator is that of OpenSSL. Its initialisation would add 4 ms and 3 MiB to the start of a process that does
/// not use TLS.
/// </remarks>
internal static partial class SecureRandom
{
    private const int Interrupted = 4; // EINTR

    /// <summary>Fills at most 256 bytes. Up to that length, getrandom returns all the bytes in one call.</summary>
    /// <exception cref="CryptographicException">The system returned an error or fewer bytes.</exception>
    public static void Fill(Span<byte> bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        // getrandom waits until the system has seeded its generator, and a signal can end that wait: getrandom(2).
        nint length;
        do
            length = getrandom(bytes, bytes.Length, 0);
        while (length < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (length != bytes.Length)
            throw new CryptographicException($"getrandom returned {length} of {bytes.Length} bytes; errno is {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint getrandom(Span<byte> buffer, nint length, uint flags);
}
