namespace Lessons;

/// <summary>
/// The log on disk could not be read to its end. The record contains the number of bytes that were read, the number of bytes on disk,
/// and the path of the copy of the other bytes. The path is null if the disk was full.
/// </summary>
public sealed record RecoveryLoss(long RecoveredBytes, long BytesOnDisk, string? Copy)
{
    // A write that a crash interrupts is shorter than this.
    internal const int MaxUnfinished = 4096;

    public override string ToString() => BytesOnDisk - RecoveredBytes > MaxUnfinished
        ? $"The data of the embedded Redis is damaged: {RecoveredBytes} of {BytesOnDisk} bytes were recovered. The other bytes are in {Copy}"
        : $"The data of the embedded Redis ends early: {RecoveredBytes} of {BytesOnDisk} bytes were recovered. "
            + "After a crash, the other bytes are an unfinished write that was not acknowledged. Without a crash, the log is damaged. "
            + $"The other bytes are {(Copy is null ? "not kept: the disk is full" : $"in {Copy}")}";
}
