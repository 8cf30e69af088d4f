using System.Runtime.InteropServices;

namespace Portable.Http;

/// <summary>
/// Writes to a file descriptor of the process without a buffer. A write never blocks for long: if no process reads the pipe, the
/// write returns early. Console's stream would block. At the start of a program both streams cost the same (5.3 and 5.4 million
/// instructions to the first login). A <see cref="FileStream"/> is not used, because it keeps its own position and overwrites
/// what other processes wrote into the same file.
/// </summary>
internal sealed partial class DescriptorSink(int descriptor) : ILogSink
{
    private const short CanWrite = 4; // POLLOUT
    private const int GetDescriptorFlags = 1; // F_GETFD
    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11; // EAGAIN of Linux
    private const int WriteOnlyNonBlocking = 0x1 | 0x100 | 0x800 | 0x80000; // Linux: O_WRONLY, O_NOCTTY, O_NONBLOCK, O_CLOEXEC

    // When poll reports a pipe as writable, the pipe accepts this many bytes without blocking (PIPE_BUF of Linux).
    private const int MostAtOnce = 4096;

    private const int PatienceMilliseconds = 50;

    // The parent process may have closed the descriptor. The number then belongs to another file of this process, such as a
    // socket, or to no file. An inherited descriptor never has the flag FD_CLOEXEC: with this flag, the start of this process
    // would have closed it. Therefore nothing is written to a descriptor with the flag.
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

    // When poll reports a terminal as writable, the terminal may accept only one byte. A longer write would wait for the
    // terminal's reader. Opening the terminal again gives a descriptor that does not block. The flags of the shared descriptor
    // stay unchanged for other processes.
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
