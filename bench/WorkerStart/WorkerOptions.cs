using System.Globalization;

namespace Lessons.WorkerStart;

/// <summary>The command line.</summary>
internal sealed record WorkerOptions(string Floor, WorkerCandidate[] Workers, string Redis, int Spawns)
{
    public const string Usage = "Usage: worker-start --floor PATH --redis URL [--spawns 30] --worker NAME=FOLDER...";

    /// <summary>Null when the command line is none.</summary>
    public static WorkerOptions? TryParse(string[] args)
    {
        string? floor = null, redis = null;
        var workers = new List<WorkerCandidate>();
        var spawns = 30;
        if (args.Length % 2 != 0)
            return null;
        foreach (var pair in args.Chunk(2))
        {
            switch (pair[0])
            {
                case "--floor": floor = Path.GetFullPath(pair[1]); break;
                case "--worker" when pair[1].Split('=', 2) is [var name, var folder]: workers.Add(WorkerCandidate.Read(name, folder)); break;
                case "--redis": redis = pair[1]; break;
                case "--spawns" when int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out spawns) && spawns > 0: break;
                default: return null;
            }
        }

        return floor is null || workers.Count == 0 || redis is null ? null : new(floor, [.. workers], redis, spawns);
    }
}
