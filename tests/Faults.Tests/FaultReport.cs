using System.Globalization;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Faults;

/// <summary>Writes a row of figures for each fault and host to the test's output and to the file that FAULTS_REPORT names.</summary>
internal static class FaultReport
{
    /// <summary>Writes the figures, and fails if an acknowledged mark is lost or if a request has no response.</summary>
    public static async Task WriteAsync(string fault, string host, Student student, RedisProcess redis, string remark)
    {
        await using var connection = await redis.ConnectAsync();
        Write(fault, host, student, (await connection.GetDatabase().HashKeysAsync("lessons:" + student.Name)).ToStringArray()!, remark);
    }

    /// <summary>Writes the figures, for a caller that already has the stored lessons. Fails as <see cref="WriteAsync"/> does.</summary>
    public static void Write(string fault, string host, Student student, IEnumerable<string> stored, string remark)
    {
        var lost = student.CountLost(stored);
        Write(fault, host, student.Exchanges, lost, remark);
        Assert.Equal((student.Sent, 0), (student.Exchanges.Count, lost));
    }

    /// <summary>Writes the figures of these exchanges. Each exchange has a response.</summary>
    public static void Write(string fault, string host, IReadOnlyCollection<Exchange> exchanges, int lost, string remark)
    {
        var errors = exchanges.Count(exchange => exchange.Status == 500);
        var longest = Milliseconds(exchanges.Max(exchange => exchange.Elapsed));
        var row = $"| {fault} | {host} | {exchanges.Count} | {exchanges.Count} | {errors} | {lost} | {longest} ms | {remark} |";

        TestContext.Current.TestOutputHelper?.WriteLine(row);
        if (Environment.GetEnvironmentVariable("FAULTS_REPORT") is { Length: > 0 } file)
            File.AppendAllText(file, row + '\n');
    }

    public static TimeSpan Median(IEnumerable<Exchange> exchanges)
    {
        var sorted = exchanges.Select(exchange => exchange.Elapsed).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString(time.TotalMilliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
