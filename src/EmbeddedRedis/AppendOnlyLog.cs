using System.Globalization;

namespace Lessons;

/// <summary>The file into which Garnet writes each command before it answers. Its unused end is zeros.</summary>
internal static class AppendOnlyLog
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>How many bytes are in use; 0 where there is no file, or several: a log of more than a gigabyte is not looked at.</summary>
    public static long CountUsedBytes(string dataFolder)
    {
        if (!File.Exists(PathIn(dataFolder)) || File.Exists(PathIn(dataFolder, segment: 1)))
            return 0;
        using var file = File.OpenRead(PathIn(dataFolder));
        return CountUsed(file);
    }

    /// <summary>
    /// Copies what stands behind that length into a file of its own, and makes zeros of it: else it would be read as new at some
    /// later start.
    /// </summary>
    /// <returns>The copy's path; null where a full disk has no room for so little that a crash explains it.</returns>
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
