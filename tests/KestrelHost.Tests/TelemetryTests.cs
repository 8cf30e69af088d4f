using System.Diagnostics;
using System.Text;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The OTLP exporter, from a process of its own to a receiver of ours.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisServerFact]
    public async Task Metrics_and_spans_reach_the_endpoint_without_users_keys_and_paths()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await StartAsync(redis.Url, receiver.Url);

        var cookie = await service.LoginAsync("some-user");
        await service.SendAsync("POST /lessons/some-slug/mark-complete", [cookie]);
        await redis.KillAsync();
        await service.SendAsync("GET /lessons/completed", [cookie]);

        string[] metrics = ["http.server.request.duration", "db.client.operation.duration", "lessons.store.retries", "lessons.store.failures"];
        string[] spans = ["GET /login", "POST /lessons/{lessonSlug}/mark-complete", "GET /lessons/completed", "SET", "GET", "HSET"];
        await Eventually.HoldsAsync("all has come", () => Task.FromResult(metrics.All(receiver.Metrics.ContainsKey) && spans.All(receiver.Spans.ContainsKey)));
        var sent = string.Concat(receiver.Bodies.Select(Encoding.Latin1.GetString));
        Assert.DoesNotContain("some-user", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("some-slug", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Split('=')[1], sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("no url at all")]
    public async Task An_endpoint_that_cannot_be_reached_neither_stops_nor_slows_the_service(string endpoint)
    {
        await using var service = await StartAsync("redis://127.0.0.1:1", endpoint);
        await service.SendAsync("GET /nope");

        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
            Assert.Equal(404, (await service.SendAsync("GET /nope")).Status);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
        service.Process.Terminate();
        Assert.Equal(0, await service.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_of_OpenTelemetry_is_loaded()
    {
        await using var service = await KestrelProgram.StartServiceAsync(_folder.Path, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));
        await service.SendAsync("GET /nope");

        var libraries = await File.ReadAllTextAsync($"/proc/{service.Process.Id}/maps");

        Assert.Contains("Lessons.Core.dll", libraries, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", libraries, StringComparison.Ordinal);
    }

    private Task<Service> StartAsync(string redisUrl, string endpoint) => KestrelProgram.StartServiceAsync(
        _folder.Path,
        ("UPSTASH_REDIS_URL", redisUrl),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"));
}
