using System.Text;
using Microsoft.Extensions.Time.Testing;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class LogStreamTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly ScriptedSink _sink = new();

    [Fact]
    public void Lines_are_delayed_and_written_together_in_order()
    {
        using var output = new LogStream(_sink, _time, Delay);

        output.Write("a\n"u8);
        _time.Advance(TimeSpan.FromMilliseconds(15));
        output.Write("b\n"u8);
        Assert.Equal("", _sink.Written);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal("a\nb\n", _sink.Written);

        output.Write("c\n"u8);
        _time.Advance(Delay);
        Assert.Equal("a\nb\nc\n", _sink.Written);
    }

    [Fact]
    public void Flush_and_Dispose_write_without_the_delay()
    {
        using (var output = new LogStream(_sink, _time, Delay))
        {
            output.Write("a\n"u8);
            output.Flush();
            Assert.Equal("a\n", _sink.Written);
            output.Write("b\n"u8);
        }

        Assert.Equal("a\nb\n", _sink.Written);
    }

    [Fact]
    public void Lines_that_fill_the_buffer_are_written_without_the_delay()
    {
        using var output = new LogStream(_sink, _time, Delay);
        var line = Encoding.UTF8.GetBytes(new string('x', 1000) + "\n");

        for (var i = 0; i < 1000; i++)
            output.Write(line);

        Assert.InRange(_sink.Written.Length, 900 * line.Length, 1000 * line.Length);
    }

    [Fact]
    public void The_rest_of_a_partly_written_line_is_written_later()
    {
        using var output = new LogStream(_sink, _time, Delay);
        _sink.Room = 3;
        output.Write("first\n"u8);
        _time.Advance(Delay);
        output.Write("second\n"u8);
        Assert.Equal("fir", _sink.Written);

        _sink.Room = int.MaxValue;
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal("first\nsecond\n", _sink.Written);
    }

    [Fact]
    public void Without_a_delay_a_failed_line_is_written_with_the_next_line()
    {
        using var output = new LogStream(_sink, _time, TimeSpan.Zero);
        _sink.Room = 0;
        output.Write("a\n"u8);

        _sink.Room = int.MaxValue;
        output.Write("b\n"u8);

        Assert.Equal("a\nb\n", _sink.Written);
    }

    [Fact]
    public void One_line_reports_how_many_lines_were_lost()
    {
        using var output = new LogStream(_sink, _time, TimeSpan.Zero);
        _sink.Room = 0;
        var line = new string('x', 1023) + "\n";
        for (var i = 0; i < 70; i++)
            output.Write(Encoding.UTF8.GetBytes(line)); // 64 lines fit into the buffer

        _sink.Room = int.MaxValue;
        output.Write("last\n"u8);

        Assert.Equal(
            string.Concat(Enumerable.Repeat(line, 64)) + "{\"timestamp\":\"2026-01-02T03:04:05.0000000Z\",\"level\":\"WARN\",\"message\":\"6 log lines were lost: the log's output accepted no more\"}\nlast\n",
            _sink.Written);
    }

    [Fact]
    public void After_an_incomplete_write_the_next_writes_do_not_wait()
    {
        using var output = new LogStream(_sink, _time, TimeSpan.Zero);
        for (var i = 0; i < 10; i++)
        {
            _sink.Room = 1; // each write accepts one byte
            output.Write("a line\n"u8);
        }

        Assert.Equal(1, _sink.PatientWrites);
        _sink.Room = int.MaxValue;
        output.Flush();
        output.Write("b\n"u8);
        Assert.Equal(2, _sink.PatientWrites);
    }

    [Fact]
    public void Dispose_ends_although_the_output_accepts_nothing()
    {
        using (var output = new LogStream(_sink, _time, Delay))
        {
            _sink.Room = 0;
            output.Write("a\n"u8);
        }

        Assert.Equal("", _sink.Written);
    }

    /// <summary>A sink that accepts <see cref="Room"/> bytes and then no more.</summary>
    private sealed class ScriptedSink : ILogSink
    {
        private readonly StringBuilder _written = new();

        public int Room { get; set; } = int.MaxValue;

        public string Written => _written.ToString();

        public int PatientWrites { get; private set; }

        public int TryWrite(ReadOnlySpan<byte> bytes, bool isPatient)
        {
            PatientWrites += isPatient ? 1 : 0;
            var count = Math.Min(bytes.Length, Room);
            Room -= count;
            _written.Append(Encoding.UTF8.GetString(bytes[..count]));
            return count;
        }
    }
}
