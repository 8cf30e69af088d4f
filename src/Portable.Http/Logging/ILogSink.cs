namespace Portable.Http;

/// <summary>The output of log lines.</summary>
internal interface ILogSink
{
    /// <summary>
    /// Writes the first bytes and returns how many it wrote. Zero means that the output has no room at present. -1 means an
    /// error, as on a full disk. If <paramref name="isPatient"/> is true, the method waits a moment for room.
    /// </summary>
    int TryWrite(ReadOnlySpan<byte> bytes, bool isPatient);
}
