using Xunit;

namespace Portable.Tests;

/// <summary>The host cases, and a case that HTTP leaves open. docs/api.md describes what our hosts do.</summary>
public abstract class OwnHostCases(ProbeHost host) : HostCases(host)
{
    [Theory]
    [InlineData("text")]
    [InlineData("bytes")]
    [InlineData("stream")]
    [InlineData("parts")]
    public async Task HEAD_and_GET_have_the_same_Content_Length_or_none(string kind)
    {
        var (head, get) = (await Host.SendAsync($"HEAD /{kind}/1000"), await Host.SendAsync($"GET /{kind}/1000"));

        Assert.Equal(get.Header("Content-Length"), head.Header("Content-Length"));
    }
}
