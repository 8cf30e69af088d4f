using Xunit;

namespace Lessons.Tests.Throttling;

public sealed class AddressBlockTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:0DB8:0001:0002:FFFF::1", "2001:db8:1:2::/64")]
    [InlineData("fe80::1%2", "fe80::/64")]
    [InlineData("::1", "::/64")]
    [InlineData("192.0.2.1:50000", "192.0.2.1")]
    [InlineData("[2001:db8:1:2::5]:50000", "2001:db8:1:2::/64")]
    [InlineData("198.51.100.7|somebody", "unknown")]
    [InlineData("", "unknown")]
    [InlineData(null, "unknown")]
    public void The_smallest_block_is_the_IPv4_address_or_the_IPv6_64(string? address, string block) =>
        Assert.Equal(new(block, 50), AddressBlock.Of(address)[0]);

    [Fact]
    public void An_IPv6_address_counts_in_its_64_its_56_and_its_48() =>
        Assert.Equal([new("2001:db8:1:2ff::/64", 50), new("2001:db8:1:200::/56", 200), new("2001:db8:1::/48", 2_000)], AddressBlock.Of("2001:db8:1:2ff:3:4:5:6"));
}
