using System.Runtime.InteropServices;

namespace Portable.Http;

/// <summary>
/// A file descriptor of the process, written without a buffer. It never blocks for long: a pipe that nobody reads is given up
/// for now. Console's stream would block, and start a thread that waits for signals; a <see cref="FileStream"/> keeps a
/// position of its own, so that it overwrites what others wrote into the same file.
/// </summary>
internal sealed partial class DescriptorSink(int descriptor) : ILogSink
{
    private const short CanWrite = 4; // POLLOUT
    private const int GetDescriptorFlags = 1; // F_GETFD
    private const int Interrupted = 4; // EINTR

    // A pipe that poll calls writable takes so many bytes without blocking (PIPE_BUF of Linux).
    private const int MostAtOnce = 4096;

    private const int PatienceMilliseconds = 50;

    // Who started this process may have closed the descriptor. Then the number belongs to another file of this process, such
    // as a socket, or to none. What was inherited has no flag: FD_CLOEXEC would have closed it.
    private readonly bool _isInherited = fcntl(descriptor, GetDescriptorFlags) == 0;

    private bool _isStalled;

    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (!_isInherited)
            return bytes.Length;
        var poll = new PollDescriptor { Descriptor = descriptor, Events = CanWrite };
        if (DescriptorSink.poll(ref poll, 1, _isStalled ? 0 : PatienceMilliseconds) < 1 || (poll.ReturnedEvents & CanWrite) == 0)
            return Stall();
        int written;
        do
        {
            written = (int)write(descriptor, bytes, Math.Min(bytes.Length, MostAtOnce));
        }
        while (written < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (written <= 0)
            return Stall(); // the disk is full, say, or the reader has gone
        _isStalled = false;
        return written;
    }

    private int Stall()
    {
        _isStalled = true;
        return 0;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint write(int descriptor, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fcntl(int descriptor, int command);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short ReturnedEvents;
    }
}
