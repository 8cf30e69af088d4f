using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>A master of a cluster is killed under load, and its replica becomes the master.</summary>
public sealed class ClusterFailoverTests
{
    private const int Users = 8;

    private readonly ConcurrentQueue<(string User, string Slug, TimeSpan Sent, TimeSpan Waited, int Status)> _marks = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    [RedisServerTheory, EveryFaultHost]
    public async Task Marks_sent_after_a_master_is_killed_are_kept_and_the_service_recovers(string host)
    {
        await using var cluster = await RedisCluster.StartAsync(withReplicas: true);
        await using var service = await Hosts.StartAsync(host, cluster.Url, ("REDIS_CLUSTER", "true"));
        var cookies = await Task.WhenAll(Enumerable.Range(0, Users).Select(i => service.LoginAsync(User(i))));
        var victim = await cluster.FindMasterAsync("lessons:" + User(0));
        using var stop = new CancellationTokenSource();

        var load = Task.WhenAll(cookies.Select((cookie, i) => MarkAsync(service, User(i), cookie, stop.Token)));
        await Eventually.HoldsAsync("every user has an acknowledged mark", () => HaveAllMarkedSinceAsync(TimeSpan.Zero));
        await victim.KillAsync();
        var killed = _clock.Elapsed;
        await Eventually.HoldsAsync("some user gets an error", () => Task.FromResult(_marks.Any(mark => mark.Status != 200)));
        await Eventually.HoldsAsync("every user marks again", () => HaveAllMarkedSinceAsync(_marks.Last(mark => mark.Status != 200).Sent));
        var back = _clock.Elapsed;
        await victim.RestartAsync(); // The restarted server becomes a replica.
        await Eventually.HoldsAsync("every user still marks after the restart", () => HaveAllMarkedSinceAsync(back + TimeSpan.FromSeconds(1)));
        await stop.CancelAsync();
        await load;

        Assert.All(_marks, mark => Assert.True(mark.Status is 200 or 500));
        var lost = await FindLostAsync(cluster);
        var exchanges = _marks.Select(mark => new Exchange(0, mark.Waited, mark.Status)).ToList();
        FaultReport.Write("a cluster's master is killed", host, exchanges, lost.Count, string.Create(CultureInfo.InvariantCulture, $"all users served again after {(back - killed).TotalSeconds:F1} s"));
        Assert.DoesNotContain(lost, sent => sent >= killed);
    }

    private static string User(int i) => string.Create(CultureInfo.InvariantCulture, $"user-{i}");

    private async Task MarkAsync(RunningHost service, string user, string cookie, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var slug = i.ToString(CultureInfo.InvariantCulture);
            var sent = _clock.Elapsed;
            var answer = await service.SendAsync($"POST /lessons/{slug}/mark-complete", [cookie]);
            _marks.Enqueue((user, slug, sent, _clock.Elapsed - sent, answer.Status));
        }
    }

    private Task<bool> HaveAllMarkedSinceAsync(TimeSpan time) =>
        Task.FromResult(_marks.Where(mark => mark.Status == 200 && mark.Sent > time).Select(mark => mark.User).Distinct(StringComparer.Ordinal).Count() == Users);

    /// <summary>Returns the send times of the marks whose response was 200 and that are not in Redis.</summary>
    private async Task<List<TimeSpan>> FindLostAsync(RedisCluster cluster)
    {
        await using var connection = await cluster.ConnectAsync();
        var stored = new HashSet<(string, string)>();
        for (var i = 0; i < Users; i++)
        {
            foreach (var slug in await connection.GetDatabase().HashKeysAsync("lessons:" + User(i)))
                stored.Add((User(i), slug.ToString()));
        }

        return [.. _marks.Where(mark => mark.Status == 200 && !stored.Contains((mark.User, mark.Slug))).Select(mark => mark.Sent)];
    }
}
