using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lessons.OpenSsl;

/// <summary>
/// OpenSSL's default provider with the algorithms that a TLS client and a password's hash use, and no others. At the first use
/// OpenSSL 3.0 sets up every algorithm that the provider offers, and it searches all decoders for each public key that it reads.
/// With this list the first login over TLS takes 27.6 million instructions instead of 48.1 million, with the bundle of eleven roots.
/// The linker's option --wrap puts <see cref="Initialize"/> in the place of OpenSSL's function (OpenSsl.props).
/// </summary>
/// <remarks>The layouts and numbers are those of openssl/core.h and openssl/core_dispatch.h, which OpenSSL keeps from version to version.</remarks>
internal static unsafe partial class TlsAlgorithms
{
    private const int QueryOperation = 1027;
    private const int Operations = 32; // the highest number in core_dispatch.h is 22

    private static delegate* unmanaged<void*, int, int*, Algorithm*> s_queryAll;
    private static Lists s_lists;

    /// <summary>OpenSSL calls this where it would call the function that sets up its default provider.</summary>
    /// <returns>1, or 0 where OpenSSL's own function failed.</returns>
    [UnmanagedCallersOnly(EntryPoint = "__wrap_ossl_default_provider_init")]
    private static int Initialize(void* handle, Function* core, Function** provider, void** context)
    {
        if (InitializeAll(handle, core, provider, context) == 0)
            return 0;
        *provider = WithOwnQuery(*provider);
        return 1;
    }

    // OpenSSL's own table is read-only memory. The copy lives as long as the process.
    private static Function* WithOwnQuery(Function* functions)
    {
        var count = 0;
        while (functions[count].Id != 0)
            count++;
        var copy = (Function*)NativeMemory.Alloc((nuint)count + 1, (nuint)sizeof(Function));
        new ReadOnlySpan<Function>(functions, count + 1).CopyTo(new(copy, count + 1));
        for (var i = 0; i < count; i++)
        {
            if (copy[i].Id != QueryOperation)
                continue;
            s_queryAll = (delegate* unmanaged<void*, int, int*, Algorithm*>)copy[i].Code;
            delegate* unmanaged<void*, int, int*, Algorithm*> query = &Query;
            copy[i].Code = query;
        }

        return copy;
    }

    [UnmanagedCallersOnly]
    private static Algorithm* Query(void* context, int operation, int* isNotCached)
    {
        var all = s_queryAll(context, operation, isNotCached);
        if (all is null || operation is < 0 or >= Operations)
            return all;
        ref var list = ref s_lists[operation];
        if (Volatile.Read(ref list) == 0)
        {
            var used = SelectUsed(all, operation);
            if (Interlocked.CompareExchange(ref list, (nint)used, 0) != 0)
                NativeMemory.Free(used); // another thread was first
        }

        return (Algorithm*)list;
    }

    private static Algorithm* SelectUsed(Algorithm* all, int operation)
    {
        var count = 0;
        while (all[count].Names is not null)
            count++;
        var used = (Algorithm*)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(Algorithm));
        var next = used;
        foreach (ref readonly var algorithm in new ReadOnlySpan<Algorithm>(all, count))
        {
            if (IsUsed(operation, algorithm))
                *next++ = algorithm;
        }

        return used;
    }

    private static bool IsUsed(int operation, in Algorithm algorithm)
    {
        var names = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(algorithm.Names);
        var properties = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(algorithm.Properties);
        var end = names.IndexOf((byte)':'); // aliases follow the name
        return Contains(UsedBy(operation), end < 0 ? names : names[..end])
            && (operation != Operation.Decoder || properties.IndexOf("structure=SubjectPublicKeyInfo"u8) >= 0);
    }

    // TLS 1.2 and 1.3 with .NET's default cipher suites, X.509 chains of RSA, ECDSA and Ed25519 keys, PBKDF2 and HMAC.
    private static ReadOnlySpan<byte> UsedBy(int operation) => operation switch
    {
        Operation.Digest => "SHA1 SHA2-224 SHA2-256 SHA2-384 SHA2-512"u8, // SHA1 names certificates
        Operation.Cipher => "AES-256-GCM AES-128-GCM ChaCha20-Poly1305 AES-256-CBC AES-128-CBC AES-256-CTR AES-256-ECB"u8, // the last two make random numbers
        Operation.Mac => "HMAC"u8,
        Operation.KeyDerivation => "HKDF TLS13-KDF TLS1-PRF PBKDF2"u8,
        Operation.Random => "CTR-DRBG SEED-SRC"u8,
        Operation.KeyManagement => "RSA RSA-PSS EC X25519 ED25519 HMAC"u8,
        Operation.KeyExchange => "ECDH X25519"u8,
        Operation.Signature => "RSA ECDSA ED25519 HMAC"u8,
        Operation.Decoder => "RSA RSA-PSS EC X25519 ED25519"u8,
        _ => [],
    };

    private static bool Contains(ReadOnlySpan<byte> names, ReadOnlySpan<byte> name)
    {
        foreach (var range in names.Split((byte)' '))
        {
            if (names[range].SequenceEqual(name))
                return true;
        }

        return false;
    }

    [LibraryImport("libcrypto", EntryPoint = "__real_ossl_default_provider_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int InitializeAll(void* handle, Function* core, Function** provider, void** context);

    // OSSL_OP_…
    private static class Operation
    {
        public const int Digest = 1;
        public const int Cipher = 2;
        public const int Mac = 3;
        public const int KeyDerivation = 4;
        public const int Random = 5;
        public const int KeyManagement = 10;
        public const int KeyExchange = 11;
        public const int Signature = 12;
        public const int Decoder = 21;
    }

    // OSSL_DISPATCH: the last one of a table has the number 0.
    [StructLayout(LayoutKind.Sequential)]
    private struct Function
    {
        public int Id;
        public void* Code;
    }

    // OSSL_ALGORITHM, in UTF-8 that ends with a zero: the last one of a table has no names.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Algorithm
    {
        public readonly byte* Names;
        public readonly byte* Properties;
        private readonly void* _functions;
        private readonly byte* _description;
    }

    [InlineArray(Operations)]
    private struct Lists
    {
        private nint _first;
    }
}
