using System.Diagnostics;
using System.Text;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The OTLP exporter of a server process sends to a receiver in the test's process.</summary>
[Trait(RunTrait.Name, RunTrait.Quick)] // The published server has no exporter.
public sealed class TelemetryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisServerFact]
    public async Task The_sent_metrics_and_spans_contain_no_user_slug_or_session_id()
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
        await Eventually.HoldsAsync("the receiver has every metric and every span", () => Task.FromResult(metrics.All(receiver.Metrics.ContainsKey) && spans.All(receiver.Spans.ContainsKey)));
        var sent = string.Concat(receiver.Bodies.Select(Encoding.Latin1.GetString));
        Assert.DoesNotContain("some-user", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("some-slug", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Split('=')[1], sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_endpoint_is_logged_once_and_requests_are_answered()
    {
        await using var service = await StartAsync("redis://127.0.0.1:1", "http://127.0.0.1:1");
        await service.SendAsync("GET /nope");

        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
            Assert.Equal(404, (await service.SendAsync("GET /nope")).Status);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
        await service.FindLineAsync("Telemetry cannot be sent");
        await StopAsync(service);
        Assert.Single(service.Output.Split('\n'), line => line.Contains("Telemetry cannot be sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("METRICS", true, false)]
    [InlineData("TRACES", false, true)]
    public async Task An_endpoint_for_one_signal_receives_only_that_signal(string signal, bool sendsMetrics, bool sendsSpans)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await StartAsync("redis://127.0.0.1:1", "", ($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT", $"{receiver.Url}/v1/{signal.ToLowerInvariant()}"));

        await service.SendAsync("GET /nope");

        await StopAsync(service); // An orderly shutdown sends the telemetry that is still queued.
        Assert.Equal((sendsMetrics, sendsSpans), (!receiver.Metrics.IsEmpty, !receiver.Spans.IsEmpty));
        Assert.Contains($"OTLP: {(sendsMetrics ? "TRACES" : "METRICS")} are not sent", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_are_not_sent_if_OTEL_TRACES_EXPORTER_is_none()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await StartAsync("redis://127.0.0.1:1", receiver.Url, ("OTEL_TRACES_EXPORTER", "none"));

        await service.SendAsync("GET /nope");

        await StopAsync(service);
        Assert.NotEmpty(receiver.Metrics);
        Assert.Empty(receiver.Spans);
    }

    [Fact]
    public async Task OTLP_settings_without_an_endpoint_log_one_line_for_each_signal()
    {
        await using var service = await StartAsync("redis://127.0.0.1:1", "", ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=s3cret"));

        await service.FindLineAsync("OTLP: METRICS are not sent");
        await service.FindLineAsync("OTLP: TRACES are not sent");
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "s3cret:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "no url at s3cret")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://s3cret:99999")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://[::1")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "api-key: s3cret")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "s3cret")]
    [InlineData("OTEL_EXPORTER_OTLP_CERTIFICATE", "/no/s3cret.pem")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "-1")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "0")]
    [InlineData("OTEL_TRACES_EXPORTER", "s3cret")]
    public async Task The_server_exits_with_1_and_names_an_invalid_OTEL_variable(string name, string value)
    {
        await using var process = KestrelProgram.WithOtlp.Start(_folder.Path, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"), (name, value));

        Assert.Equal(1, await process.WaitForExitAsync());
        var sentence = Assert.Single(process.Output.Split('\n'));
        Assert.StartsWith(name + " must ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_built_without_OTLP_logs_a_warning_if_an_endpoint_is_set()
    {
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(
            _folder.Path, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"));

        var line = await service.FindLineAsync("built without OTLP");
        Assert.Contains("\"level\":\"WARN\"", line, StringComparison.Ordinal);
        Assert.Contains("make build-server OTLP=true", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_OpenTelemetry_library_is_loaded_without_an_endpoint()
    {
        Needs.Linux("/proc");
        await using var service = await KestrelProgram.Development.StartServiceAsync(_folder.Path, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));
        await service.SendAsync("GET /nope");

        var libraries = await File.ReadAllTextAsync($"/proc/{service.Process.Id}/maps");

        Assert.Contains("Lessons.Core.dll", libraries, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", libraries, StringComparison.Ordinal);
    }

    private static async Task StopAsync(RunningHost service)
    {
        service.Process.Terminate();
        Assert.Equal(0, await service.Process.WaitForExitAsync());
    }

    private Task<RunningHost> StartAsync(string redisUrl, string endpoint, params (string, string)[] settings) => KestrelProgram.WithOtlp.StartServiceAsync(
        _folder.Path,
        [
            ("UPSTASH_REDIS_URL", redisUrl),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            .. settings,
        ]);
}
