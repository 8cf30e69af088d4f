using System.Text;
using Lessons.KestrelHost;
using Lessons.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lessons.Tests;

public sealed class DelayedOutputTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryStream _inner = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Written => Encoding.UTF8.GetString(_inner.ToArray());

    [Fact]
    public void Lines_wait_for_others_and_are_written_together_in_order()
    {
        using var output = new DelayedOutput(_inner, _time);

        output.Write("a\n"u8);
        _time.Advance(TimeSpan.FromMilliseconds(15));
        output.Write("b\n"u8);
        Assert.Equal("", Written);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal("a\nb\n", Written);

        output.Write("c\n"u8);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal("a\nb\nc\n", Written);
    }

    [Fact]
    public void A_flush_and_the_end_wait_for_nothing()
    {
        using (var output = new DelayedOutput(_inner, _time))
        {
            output.Write("a\n"u8);
            output.Flush();
            Assert.Equal("a\n", Written);
            output.Write("b\n"u8);
        }

        Assert.Equal("a\nb\n", Written);
    }

    [Fact]
    public void More_than_can_wait_is_written_at_once()
    {
        using var output = new DelayedOutput(_inner, _time);
        var line = new string('x', 1000) + "\n";

        for (var i = 0; i < 1000; i++)
            output.Write(Encoding.UTF8.GetBytes(line));

        Assert.InRange(Written.Length, 900 * line.Length, 1000 * line.Length);
    }

    [Fact]
    public void What_could_not_be_written_is_written_later()
    {
        using var broken = new BrokenStream(_inner);
        using var output = new DelayedOutput(broken, _time);
        output.Write("a\n"u8);
        broken.IsBroken = true;
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Throws<IOException>(output.Flush);

        broken.IsBroken = false;
        output.Write("b\n"u8);
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal("a\nb\n", Written);
    }

    [Fact]
    public async Task The_line_of_every_answered_request_is_there_after_an_orderly_stop()
    {
        await using var service = await KestrelProgram.StartServiceAsync(_folder.Path, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));
        for (var i = 0; i < 50; i++)
            await service.SendAsync($"GET /nope-{i}");

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        for (var i = 0; i < 50; i++)
            Assert.Contains($"\"path\":\"/nope-{i}\",\"status\":404", service.Process.Output, StringComparison.Ordinal);
    }

    /// <summary>A disk that is full for a while.</summary>
    private sealed class BrokenStream(Stream inner) : Stream
    {
        public bool IsBroken { get; set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (IsBroken)
                throw new IOException("No space left on device");
            inner.Write(buffer, offset, count);
        }
    }
}
