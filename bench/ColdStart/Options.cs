using System.Globalization;

namespace Lessons.ColdStart;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Usage = "Usage: cold-start --floor PATH --bootstrap PATH [--peer PATH]... [--spawns 30] --redis URL [--ca FILE [--plain-redis URL]]";

    public required IReadOnlyList<Candidate> Candidates { get; init; }

    public required int Spawns { get; init; }

    /// <summary>Null when the command line is none.</summary>
    public static Options? TryParse(string[] args)
    {
        string? floor = null, bootstrap = null, redis = null, ca = null, plainRedis = null;
        var (peers, spawns) = (new List<string>(), 30);
        if (args.Length % 2 != 0)
            return null;
        foreach (var pair in args.Chunk(2))
        {
            switch (pair[0])
            {
                case "--floor": floor = pair[1]; break;
                case "--bootstrap": bootstrap = pair[1]; break;
                case "--peer": peers.Add(pair[1]); break;
                case "--redis": redis = pair[1]; break;
                case "--ca": ca = pair[1]; break;
                case "--plain-redis": plainRedis = pair[1]; break;
                case "--spawns" when int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out spawns) && spawns > 0: break;
                default: return null;
            }
        }

        if (floor is null || bootstrap is null || redis is null)
            return null;
        var candidates = new List<Candidate> { new("floor", floor, redis, IsService: false), new("bootstrap", bootstrap, redis, ca), new("passwords, a listing", bootstrap, redis, ca, HasPasswords: true) };
        // What TLS costs can be told only by the same bootstrap without it, in the same run.
        if (plainRedis is not null)
            candidates.Add(new("without TLS", bootstrap, plainRedis));
        candidates.AddRange(peers.Select((path, i) => new Candidate(peers.Count == 1 ? "peer" : $"peer {i + 1}", path, redis, ca)));
        return new() { Candidates = candidates, Spawns = spawns };
    }
}
