namespace Portable.Http;

/// <summary>The output of log lines.</summary>
internal interface ILogSink
{
    /// <summary>
    /// Writes the first bytes and returns how many it wrote. Zero means that there is no room. -1 means that the output accepts
    /// nothing, as on a full disk. A patient write waits a moment for room.
    /// </summary>
    int TryWrite(ReadOnlySpan<byte> bytes, bool isPatient);
}
