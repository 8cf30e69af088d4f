using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class LoggingTests
{
    [Fact]
    public async Task With_LOG_REQUESTS_false_a_request_has_no_log_line()
    {
        var app = new AppUnderTest(new() { LogsRequests = false });

        await app.SendAsync(AppUnderTest.Request("GET", "/nowhere"));

        Assert.Empty(app.Log);
    }

    [Theory]
    [InlineData(LogLevel.Trace, "TRACE")]
    [InlineData(LogLevel.Debug, "DEBUG")]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARN")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "FATAL")]
    public void A_log_line_is_one_JSON_object(LogLevel level, string name)
    {
        using var output = new MemoryStream();
        using var provider = new JsonLoggerProvider(output, new FakeTimeProvider(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))) { Minimum = LogLevel.Trace };

        provider.CreateLogger("test").Log(level, new InvalidOperationException("line 1\nline 2"), "{Name} is \"{Value}\" {Nothing}", "é\n", 1.5, null);

        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        var line = JsonDocument.Parse(text).RootElement;
        Assert.Equal("2026-01-02T03:04:05Z", line.GetProperty("timestamp").GetString());
        Assert.Equal(name, line.GetProperty("level").GetString());
        Assert.Equal("é\n is \"1.5\" (null)", line.GetProperty("message").GetString());
        Assert.Equal("é\n", line.GetProperty("name").GetString());
        Assert.Equal(1.5, line.GetProperty("value").GetDouble());
        Assert.Contains("line 2", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.False(line.TryGetProperty("nothing", out _));
    }

    [Fact]
    public void Unusual_names_and_values_do_not_break_a_log_line()
    {
        using var output = new MemoryStream();
        using var provider = new JsonLoggerProvider(output, TimeProvider.System);

        provider.CreateLogger("test").LogInformation("{} {Level} {Long} {Truth} {Faulty} {Text}", 5, "high", long.MaxValue, true, new Faulty(), new string('x', 10_000));

        var line = JsonDocument.Parse(output.ToArray()).RootElement;
        Assert.Equal(("INFO", "high"), (line.GetProperty("level").GetString(), line.GetProperty("_level").GetString()));
        Assert.Equal((long.MaxValue, true), (line.GetProperty("long").GetInt64(), line.GetProperty("truth").GetBoolean()));
        Assert.Contains("cannot be written", line.GetProperty("faulty").GetString(), StringComparison.Ordinal);
        Assert.Contains("cannot be written", line.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(8193, line.GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public void A_long_exception_is_shortened_in_the_log_line()
    {
        using var output = new MemoryStream();
        using var provider = new JsonLoggerProvider(output, TimeProvider.System);

        provider.CreateLogger("test").LogError(new InvalidOperationException(new string('x', 100_000)), "A failure");

        Assert.InRange(output.Length, 16_000, 17_000);
        Assert.Equal("A failure", JsonDocument.Parse(output.ToArray()).RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public void A_line_logged_while_a_JSON_body_is_written_does_not_change_the_body()
    {
        using var output = new MemoryStream();
        using var provider = new JsonLoggerProvider(output, TimeProvider.System);

        var answer = AppResponse.Json(200, json =>
        {
            json.WriteString("A"u8, "1");
            provider.CreateLogger("test").LogInformation("within");
            json.WriteString("B"u8, "2");
        });

        Assert.Equal("""{"A":"1","B":"2"}""", AppUnderTest.Text(answer));
        Assert.Equal("within", JsonDocument.Parse(output.ToArray()).RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Log_lines_of_many_threads_stay_whole()
    {
        using var output = new MemoryStream();
        using var provider = new JsonLoggerProvider(output, TimeProvider.System);
        var logger = provider.CreateLogger("test");

        await Parallel.ForAsync(0, 1000, (i, _) =>
        {
            logger.Log(LogLevel.Information, "{Number}", i);
            return default;
        });

        var numbers = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt32());
        Assert.Equal(Enumerable.Range(0, 1000), numbers.Order());
    }

    private sealed class Faulty
    {
        public override string ToString() => throw new InvalidOperationException();
    }
}
