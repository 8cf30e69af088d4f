using System.Runtime.InteropServices;
using System.Text;

namespace Lessons.TestKit;

/// <summary>A terminal whose output is never read. It accepts only some kilobytes.</summary>
public sealed partial class UnreadTerminal : IDisposable
{
    private const int ReadWriteNoControl = 0x2 | 0x100; // Linux: O_RDWR, O_NOCTTY

    private readonly int _master;

    public UnreadTerminal()
    {
        Needs.Linux("ptsname_r");
        _master = posix_openpt(ReadWriteNoControl);
        Span<byte> name = stackalloc byte[64];
        if (_master < 0 || grantpt(_master) != 0 || unlockpt(_master) != 0 || ptsname_r(_master, name, (nuint)name.Length) != 0)
            throw new InvalidOperationException("This machine cannot open a pseudo-terminal.");
        Path = Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
    }

    /// <summary>The file that a program opens as its terminal.</summary>
    public string Path { get; }

    public void Dispose() => close(_master);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int grantpt(int descriptor);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int unlockpt(int descriptor);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ptsname_r(int descriptor, Span<byte> name, nuint length);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
}
