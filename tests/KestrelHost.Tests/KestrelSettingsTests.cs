using System.Net;
using Portable.AspNetCore;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class KestrelSettingsTests
{
    [Fact]
    public void The_defaults_are_port_5000_and_loopback() =>
        Assert.Equal(new KestrelSettings { Port = 5000, BindAddress = null }, KestrelSettings.Read(_ => ""));

    [Fact]
    public void Port_and_address_are_read_from_the_environment() =>
        Assert.Equal(
            new KestrelSettings { Port = 80, BindAddress = IPAddress.Any },
            KestrelSettings.Read(name => name == "PORT" ? " 80 " : name == "BIND_ADDRESS" ? "0.0.0.0" : null));

    [Theory]
    [InlineData("PORT", "http")]
    [InlineData("PORT", "-1")]
    [InlineData("PORT", "65536")]
    [InlineData("PORT", "5000.5")]
    [InlineData("BIND_ADDRESS", "example.com")]
    [InlineData("BIND_ADDRESS", "1")]
    public void An_invalid_setting_is_named_and_its_value_is_not_shown(string variable, string value)
    {
        var exception = Assert.Throws<SettingsException>(() => KestrelSettings.Read(name => name == variable ? value : null));

        Assert.StartsWith(variable + " must be ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, exception.Message.Replace("IP address, such as 0.0.0.0", "", StringComparison.Ordinal).Replace("0 to 65535", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
