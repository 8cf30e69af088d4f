namespace Portable.Http;

/// <summary>Where log lines go.</summary>
internal interface ILogSink
{
    /// <summary>
    /// Writes the beginning of the bytes, and returns how many: zero when there is no room, and -1 when the output takes nothing,
    /// as on a full disk. A patient write waits a moment for room.
    /// </summary>
    int TryWrite(ReadOnlySpan<byte> bytes, bool isPatient);
}
