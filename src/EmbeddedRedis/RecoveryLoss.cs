namespace Lessons;

/// <summary>
/// Garnet could not read its append-only file to the end. The record contains the number of bytes that it read, the number of used bytes
/// on disk, and the path of a copy of the bytes that it did not read. The path is null if this copy could not be written.
/// </summary>
public sealed record RecoveryLoss(long RecoveredBytes, long BytesOnDisk, string? Copy)
{
    // In bytes. A write that a crash interrupts is not longer.
    internal const int MaxUnfinished = 4096;

    public override string ToString() => BytesOnDisk - RecoveredBytes > MaxUnfinished
        ? $"The data of the embedded Redis is damaged: {RecoveredBytes} of {BytesOnDisk} bytes were recovered. The other bytes are in {Copy}"
        : $"The data of the embedded Redis ends early: {RecoveredBytes} of {BytesOnDisk} bytes were recovered. "
            + "After a crash, the other bytes are an unfinished write that was not acknowledged. Without a crash, the log is damaged. "
            + $"The other bytes are {(Copy is null ? "not kept, because they could not be copied to a file" : $"in {Copy}")}";
}
