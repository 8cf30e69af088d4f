using System.Runtime.InteropServices;

namespace Portable.Http;

/// <summary>
/// A file descriptor of the process, written without a buffer. It never blocks for long: a pipe that nobody reads is given up
/// for now. Console's stream would block. Both streams cost a start the same (5.3 and 5.4 million instructions to the first
/// login). A <see cref="FileStream"/> keeps a position of its own, so that it overwrites what others wrote into the same file.
/// </summary>
internal sealed partial class DescriptorSink(int descriptor) : ILogSink
{
    private const short CanWrite = 4; // POLLOUT
    private const int GetDescriptorFlags = 1; // F_GETFD
    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11; // EAGAIN of Linux
    private const int WriteOnlyNonBlocking = 0x1 | 0x100 | 0x800 | 0x80000; // Linux: O_WRONLY, O_NOCTTY, O_NONBLOCK, O_CLOEXEC

    // A pipe that poll calls writable takes so many bytes without blocking (PIPE_BUF of Linux).
    private const int MostAtOnce = 4096;

    private const int PatienceMilliseconds = 50;

    // Who started this process may have closed the descriptor. Then the number belongs to another file of this process, such
    // as a socket, or to none. What was inherited has no flag: FD_CLOEXEC would have closed it.
    private readonly bool _isInherited = fcntl(descriptor, GetDescriptorFlags) == 0;

    private readonly int _output = OpenWithoutBlocking(descriptor);

    public int TryWrite(ReadOnlySpan<byte> bytes, bool isPatient)
    {
        if (!_isInherited)
            return bytes.Length;
        var poll = new PollDescriptor { Descriptor = _output, Events = CanWrite };
        if (DescriptorSink.poll(ref poll, 1, isPatient ? PatienceMilliseconds : 0) < 1 || (poll.ReturnedEvents & CanWrite) == 0)
            return 0;
        int written;
        do
        {
            written = (int)write(_output, bytes, Math.Min(bytes.Length, MostAtOnce));
        }
        while (written < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return written < 0 && Marshal.GetLastPInvokeError() == TryAgain ? 0 : written;
    }

    // A terminal that poll calls writable takes one byte, and a longer write would wait for its reader. Opened anew it is
    // not blocking, and the flags that other processes share with it stay.
    private static int OpenWithoutBlocking(int descriptor)
    {
        if (!OperatingSystem.IsLinux() || isatty(descriptor) == 0)
            return descriptor;
        var opened = open($"/proc/self/fd/{descriptor}", WriteOnlyNonBlocking);
        return opened < 0 ? descriptor : opened;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint write(int descriptor, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int isatty(int descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);

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
