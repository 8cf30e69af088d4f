namespace Portable.Http;

/// <summary>Where log lines go.</summary>
internal interface ILogSink
{
    /// <summary>
    /// Writes the beginning of the bytes, and returns how many. Zero when there is no room, or nothing can be written any more.
    /// A patient write waits a moment for room.
    /// </summary>
    int TryWrite(ReadOnlySpan<byte> bytes, bool isPatient);
}
