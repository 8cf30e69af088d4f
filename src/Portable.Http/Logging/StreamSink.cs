namespace Portable.Http;

/// <summary>A stream, where there are no descriptors.</summary>
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
            return -1; // LogStream counts what it has to drop
        }
    }
}
