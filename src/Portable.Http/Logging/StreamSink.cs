namespace Portable.Http;

/// <summary>Writes to a stream, on systems without file descriptors.</summary>
internal sealed class StreamSink(Stream stream) : ILogSink
{
    public int TryWrite(ReadOnlySpan<byte> bytes, bool isPatient)
    {
        try
        {
            stream.Write(bytes);
            stream.Flush();
            return bytes.Length;
        }
        catch (IOException)
        {
            return -1; // LogStream counts the lines that it drops
        }
    }
}
