using System.Globalization;

namespace Lessons.ColdStart;

/// <summary>The command line.</summary>
internal sealed record ColdStartOptions
{
    public const string Usage = "Usage: cold-start --floor PATH --bootstrap PATH [--peer PATH]... [--spawns 30] --redis URL [--tls-redis URL --ca FILE]";

    public required IReadOnlyList<Candidate> Candidates { get; init; }

    public required int Spawns { get; init; }

    /// <summary>Null when the command line is none.</summary>
    public static ColdStartOptions? TryParse(string[] args)
    {
        string? floor = null, bootstrap = null, redis = null, tlsRedis = null, ca = null;
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
                case "--tls-redis": tlsRedis = pair[1]; break;
                case "--ca": ca = pair[1]; break;
                case "--spawns" when int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out spawns) && spawns > 0: break;
                default: return null;
            }
        }

        if (floor is null || bootstrap is null || redis is null || (tlsRedis is null) != (ca is null))
            return null;
        var candidates = new List<Candidate> { new("floor", floor, redis, IsService: false), new("ours", bootstrap, redis), new("ours, passwords", bootstrap, redis, HasPasswords: true) };
        candidates.AddRange(peers.Select((path, i) => new Candidate(i == 0 ? "peer" : $"peer {i + 1}", path, redis)));
        // What TLS costs can be told only by the same bootstrap without it, in the same run.
        if (tlsRedis is not null)
            candidates.AddRange([.. candidates.Where(candidate => candidate is { IsService: true, HasPasswords: false }).Select(candidate => candidate with { Name = $"{candidate.Name}, TLS", RedisUrl = tlsRedis, CaFile = ca })]);
        return new() { Candidates = candidates, Spawns = spawns };
    }
}
