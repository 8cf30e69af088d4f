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
        var candidates = new List<Candidate> { new("floor", floor, redis, IsService: false) };
        (string Name, string Path)[] bootstraps = [("ours", bootstrap), .. peers.Select((path, i) => (i == 0 ? "peer" : $"peer {i + 1}", path))];
        candidates.AddRange(bootstraps.SelectMany(each => WithPasswords(new(each.Name, each.Path, redis))));
        // The same bootstraps without TLS, in the same run, show what TLS costs.
        if (tlsRedis is not null)
            candidates.AddRange(bootstraps.SelectMany(each => WithPasswords(new($"{each.Name}, TLS", each.Path, tlsRedis, ca))));
        var name = tlsRedis is null ? "ours, password login" : "ours, TLS, password login";
        candidates.Add(new(name, bootstrap, tlsRedis ?? redis, ca, FirstRequest: FirstRequest.PasswordLogin));
        return new() { Candidates = candidates, Spawns = spawns };
    }

    // A program without passwords, such as the article's, lists all the same: it does not look at the mode.
    private static Candidate[] WithPasswords(Candidate candidate) =>
        [candidate, candidate with { Name = $"{candidate.Name}, passwords", FirstRequest = FirstRequest.Listing }];
}
