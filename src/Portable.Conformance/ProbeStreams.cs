using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.Conformance;

/// <summary>Bodies that are made while they are sent.</summary>
internal static class ProbeStreams
{
    private const int PartBytes = 16 * 1024;

    // A host without streams sends the response after this time. It is shorter than the time-out of the functions in the tests.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    // 0, 1, ... 255, 0, 1 ... The parts of all requests share these bytes.
    private static readonly byte[] Pattern = [.. Enumerable.Range(0, PartBytes).Select(i => (byte)i)];

    /// <summary>Yields the bytes 0, 1, ... 255, 0, 1 ... in parts of 16 KiB.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> PartsAsync(int count)
    {
        for (var left = count; left > 0; left -= PartBytes)
        {
            await Task.Yield();
            yield return Pattern.AsMemory(0, Math.Min(left, PartBytes));
        }
    }

    /// <summary>Yields one part and then throws.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> BreakAsync()
    {
        yield return "first"u8.ToArray();
        await Task.Yield();
        throw new InvalidTimeZoneException("The probe's body has thrown.");
    }

    /// <summary>Yields one part, waits as <see cref="ProbeLog.WaitAsync"/> does, and yields the last part.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> WaitAsync(
        AppRequest request, ILogger logger, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return "first"u8.ToArray();
        await ProbeLog.WaitAsync(logger, request, LongestWait, cancellationToken);
        yield return "last"u8.ToArray();
    }
}
