using System.Globalization;

namespace Lessons;

/// <summary>Garnet's append-only file (AOF). Garnet writes each change to it before the response. Its unused end contains zero bytes.</summary>
internal static class AppendOnlyLog
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>
    /// Returns the number of bytes before the zero bytes at the end. Returns 0 if the log has no file or several files: a log of more
    /// than a gigabyte has several files and is not examined.
    /// </summary>
    public static long CountUsedBytes(string dataFolder)
    {
        if (!File.Exists(PathIn(dataFolder)) || File.Exists(PathIn(dataFolder, segment: 1)))
            return 0;
        using var file = File.OpenRead(PathIn(dataFolder));
        return CountUsed(file);
    }

    /// <summary>
    /// Copies the used bytes after the first <paramref name="length"/> bytes to a separate file, and overwrites them in the log with
    /// zeros. Otherwise a later start could read them as new data.
    /// </summary>
    /// <returns>
    /// The path of the copy. Null if the copy cannot be written, for example because the disk is full, and has at most 4,096 bytes. So
    /// few bytes may be one write that a crash has interrupted.
    /// </returns>
    public static string? CutOff(string dataFolder, long length)
    {
        var copy = Enumerable.Range(1, int.MaxValue)
            .Select(number => Path.Combine(dataFolder, string.Create(CultureInfo.InvariantCulture, $"damaged.{number}.log")))
            .First(path => !File.Exists(path));
        using var file = new FileStream(PathIn(dataFolder), FileMode.Open, FileAccess.ReadWrite);
        var size = file.Length;
        var bytes = new byte[CountUsed(file) - length];
        file.Position = length;
        file.ReadExactly(bytes);
        try
        {
            File.WriteAllBytes(copy, bytes);
        }
        catch (IOException) when (bytes.Length <= RecoveryLoss.MaxUnfinished)
        {
            File.Delete(copy);
            copy = null;
        }

        file.SetLength(length);
        file.SetLength(size);
        return copy;
    }

    private static long CountUsed(FileStream file)
    {
        var chunk = new byte[ChunkBytes];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - ChunkBytes);
            var bytes = chunk.AsSpan(0, (int)(end - start));
            file.Position = start;
            file.ReadExactly(bytes);
            var last = bytes.LastIndexOfAnyExcept((byte)0);
            if (last >= 0)
                return start + last + 1;
            end = start;
        }

        return 0;
    }

    private static string PathIn(string dataFolder, int segment = 0) =>
        Path.Combine(dataFolder, "AOF", string.Create(CultureInfo.InvariantCulture, $"aof.log.{segment}"));
}
