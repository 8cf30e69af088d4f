using System.Net.Sockets;

namespace Portable.Lambda;

/// <summary>
/// A socket's stream whose asynchronous reads and writes block the thread and cannot be cancelled. The invocation loop has a thread of its
/// own. With the asynchronous methods of <see cref="NetworkStream"/>, a warm listing over TLS takes 9 per cent more CPU time
/// (bench/tls.md).
/// </summary>
internal sealed class BlockingStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }
}
