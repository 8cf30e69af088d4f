using Xunit;
using Xunit.Sdk;

namespace Portable.Tests;

/// <summary>A limit is true, or a test fails.</summary>
public sealed class HostLimitTests
{
    private const string Path = nameof(HostCases.A_path_reaches_the_application_as_sent);
    private const string Status = nameof(HostCases.An_unknown_path_returns_404_and_a_wrong_method_returns_405);
    private const string Binary = nameof(HostCases.A_binary_body_arrives_unchanged);
    private const string Header = nameof(HostCases.A_repeated_header_reaches_the_application_with_every_value);

    [Theory]
    [InlineData(Path, "/echo", "/echo")]
    [InlineData(Binary, "bytes", "bytes", 1)]
    [InlineData(Binary, "bytes 1", "bytes", 1)]
    [InlineData(Header, "X-Probe: 1, 2 1 2", "X-Probe: 1, 2", new[] { "1", "2" })]
    public async Task A_listed_case_that_passes_fails_with_the_reason_of_its_limit(string test, string value, params object[] arguments)
    {
        var failure = await Assert.ThrowsAsync<XunitException>(() => HostLimits.RunAsync([new(test, [value], "The reason")], test, arguments, () => Task.CompletedTask));

        Assert.EndsWith("its limit is out of date. Remove the case from the limit: The reason", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_limit_without_values_lists_every_case_of_its_test() =>
        Assert.ThrowsAsync<XunitException>(() => HostLimits.RunAsync([new(Path, [], "")], Path, ["/echo"], () => Task.CompletedTask));

    [Fact]
    public Task A_listed_case_that_fails_passes() =>
        HostLimits.RunAsync([new(Path, ["/echo"], "")], Path, ["/echo"], () => throw new InvalidTimeZoneException());

    [Theory]
    [InlineData(Path, "/echo/")]
    [InlineData(Path, "/ECHO")]
    [InlineData(Status, "/echo")]
    public Task A_case_that_is_not_listed_fails_with_its_own_exception(string test, string argument) =>
        Assert.ThrowsAsync<InvalidTimeZoneException>(() => HostLimits.RunAsync([new(Path, ["/echo"], "")], test, [argument], () => throw new InvalidTimeZoneException()));

    [Fact]
    public void Limits_without_an_existing_case_are_missing()
    {
        HostLimit[] limits =
        [
            new("A_deleted_test", [], ""),
            new(nameof(HostCases.Equals), [], ""),
            new(Path, ["/echo", "/deleted"], ""),
            new(nameof(HostCases.A_chunked_body_is_read), ["a value"], ""),
            new(Status, [], ""),
            new(Binary, ["bytes", "stream 256", "stream 257"], ""),
            new(Header, ["X-Probe: 1, 2", "X-Probe: 1, 2 1 2"], ""),
        ];

        Assert.Equal(
            [
                "There is no test A_deleted_test.", "There is no test Equals.", $"{Path} has no case \"/deleted\".",
                "A_chunked_body_is_read has no case \"a value\".", $"{Binary} has no case \"stream 257\".",
            ],
            HostLimits.Missing(limits, typeof(KestrelTests)));
    }

    [Fact]
    public async Task A_host_that_has_not_started_has_no_running_host()
    {
        await using var host = new KestrelProbe();

        Assert.Throws<InvalidOperationException>(() => host.Running);
    }
}
