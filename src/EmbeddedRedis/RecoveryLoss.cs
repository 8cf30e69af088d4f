namespace Lessons;

/// <summary>
/// The log on disk could not be read to its end: how many of its bytes were read, and where the others are; null where there was
/// no room for them.
/// </summary>
public sealed record RecoveryLoss(long RecoveredBytes, long BytesOnDisk, string? Copy)
{
    // A crash cuts off less in the middle of a write.
    internal const int MaxUnfinished = 4096;

    public override string ToString() => BytesOnDisk - RecoveredBytes > MaxUnfinished
        ? $"The data of the embedded Redis is damaged: {RecoveredBytes} of {BytesOnDisk} bytes were recovered. The others are in {Copy}"
        : $"The data of the embedded Redis ends early: {RecoveredBytes} of {BytesOnDisk} bytes were recovered. "
            + "After a crash it is a write that was not finished, for which nobody was answered; else the log is damaged. "
            + $"The other bytes are {(Copy is null ? "not kept: the disk is full" : $"in {Copy}")}";
}
