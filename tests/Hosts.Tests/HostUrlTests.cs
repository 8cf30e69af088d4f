using Xunit;

namespace Portable.Tests;

public sealed class HostUrlTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000", "127.0.0.1", 5000)]
    [InlineData("http://127.0.0.2:5000/", "127.0.0.2", 5000)]
    [InlineData("http://[::1]:5000", "::1", 5000)]
    [InlineData("HTTP://localhost:80", "127.0.0.1", 80)]
    [InlineData("http://0.0.0.0:1", "127.0.0.1", 1)]
    [InlineData("http://[::]:1", "127.0.0.1", 1)]
    [InlineData("http://*:1", "127.0.0.1", 1)]
    public void A_URL_is_read_as_the_address_and_the_port_of_the_client(string url, string address, int port) =>
        Assert.Equal(new HostUrl(address, port), HostUrl.Parse(url));

    [Theory]
    [InlineData("https://127.0.0.1:5001", "The client of the cases has no TLS. ")]
    [InlineData("http://127.0.0.1", "This is not a URL with a port")]
    [InlineData("http://127.0.0.1:70000", "This is not a URL with a port")]
    [InlineData("127.0.0.1:5000", "This is not a URL with a port")]
    public void A_URL_with_https_or_without_a_port_is_refused_with_a_sentence(string url, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<FormatException>(() => new RunningHost(url, new())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Listening on http://127.0.0.1:5000", "127.0.0.1")]
    [InlineData("      Now listening on: http://localhost:5000", "127.0.0.1")]
    [InlineData("{\"Message\":\"Now listening on: http://[::1]:5000\",\"Category\":\"x\"}", "::1")]
    public void The_line_of_a_program_that_listens_contains_its_URL(string line, string address)
    {
        Assert.True(HostUrl.IsIn(line));
        Assert.Equal(new(address, 5000), HostUrl.Find(line));
    }

    [Theory]
    [InlineData("Now listening on: https://localhost:5001")]
    [InlineData("The documentation is on http://localhost:5000")]
    public void Another_line_of_a_program_is_passed_over(string line) => Assert.False(HostUrl.IsIn(line));

    // 192.0.2.1 is an address for documents, so no machine has it.
    [Theory]
    [InlineData("http://127.0.0.1:1", "127.0.0.1", true)]
    [InlineData("http://127.0.0.1:1", "192.0.2.1", false)]
    [InlineData("http://[::1]:1", "127.0.0.1", false)]
    [InlineData("http://localhost:1", "127.0.0.1", true)]
    public async Task A_client_can_have_an_address_of_this_machine_and_of_IPv4(string url, string address, bool expected)
    {
        await using var host = new RunningHost(url, new());

        Assert.Equal(expected, host.CanSendFrom(address));
    }
}
