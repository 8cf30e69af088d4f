using System.Text;

namespace Portable.Http;

/// <summary>Writes to the standard error of the process. A program that cannot start writes its reason there.</summary>
public static class StandardError
{
    /// <summary>
    /// Writes a line. Where standard error is closed or accepts nothing, the line is lost and no exception is thrown.
    /// </summary>
    public static void WriteLine(string text)
    {
        using var output = LogStream.ToStandardError(TimeProvider.System);
        output.Write(Encoding.UTF8.GetBytes(text + "\n"));
    }
}
