namespace Lessons;

/// <summary>The log on disk was damaged: how many of its bytes were read, and where the damaged file was copied to.</summary>
public sealed record RecoveryLoss(long RecoveredBytes, long BytesOnDisk, string Copy)
{
    public override string ToString() =>
        $"The data of the embedded Redis is damaged: {RecoveredBytes} of {BytesOnDisk} bytes were recovered. The damaged log is in {Copy}";
}
