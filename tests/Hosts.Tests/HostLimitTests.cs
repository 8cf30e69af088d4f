using System.Net.Sockets;
using Xunit;
using Xunit.Sdk;

namespace Portable.Tests;

/// <summary>A listed case must fail by a wrong answer of the host, and the list must name existing cases.</summary>
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
        var failure = await Assert.ThrowsAsync<XunitException>(() =>
            HostLimits.RunAsync([new(test, [value], "The reason")], test, arguments, () => Task.CompletedTask, Answers));

        Assert.EndsWith("its limit is out of date. Remove the case from the limit: The reason", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_limit_without_values_lists_every_case_of_its_test() =>
        Assert.ThrowsAsync<XunitException>(() => HostLimits.RunAsync([new(Path, [], "")], Path, ["/echo"], () => Task.CompletedTask, Answers));

    public static TheoryData<Exception> WrongAnswers =>
    [
        new XunitException("The path differs"), new EndOfStreamException(), new IOException("reset"), new InvalidDataException("no status line"),
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(WrongAnswers))]
    public Task A_listed_case_with_a_wrong_answer_is_a_passed_test(Exception failure) => RunListedAsync(() => throw failure, Answers);

    public static TheoryData<Exception> OtherFailures =>
    [
        new TimeoutException(), new OperationCanceledException(), new SocketException((int)SocketError.ConnectionRefused),
        new SocketException((int)SocketError.AddressNotAvailable), new InvalidOperationException(),
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(OtherFailures))]
    public async Task A_listed_case_with_any_other_failure_is_a_failed_test(Exception failure) =>
        Assert.Same(failure, await Record.ExceptionAsync(() => RunListedAsync(() => throw failure, Answers)));

    [Fact]
    public Task A_listed_case_that_is_skipped_is_a_failed_test() =>
        Assert.ThrowsAsync<XunitException>(() => RunListedAsync(() => throw SkipException.ForSkip("a skip"), Answers));

    [Fact]
    public async Task A_listed_case_after_which_the_host_is_silent_is_a_failed_test()
    {
        var silence = new SocketException((int)SocketError.ConnectionRefused);

        var failure = await Assert.ThrowsAsync<XunitException>(() => RunListedAsync(() => throw new EndOfStreamException(), () => throw silence));

        Assert.Same(silence, failure.InnerException);
    }

    [Theory]
    [InlineData(Path, "/echo/")]
    [InlineData(Path, "/ECHO")]
    [InlineData(Status, "/echo")]
    public Task A_case_that_is_not_listed_fails_with_its_own_exception(string test, string argument) =>
        Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            HostLimits.RunAsync([new(Path, ["/echo"], "")], test, [argument], () => throw new InvalidTimeZoneException(), Answers));

    [Fact]
    public void A_limit_that_names_no_case_of_HostCases_is_reported()
    {
        HostLimit[] limits =
        [
            new("A_deleted_test", [], ""),
            new(nameof(HostCases.Equals), [], ""),
            new(nameof(KestrelTests.The_log_line_of_a_request_contains_its_id), [], ""), // A case that a class adds.
            new(nameof(HostCases.Every_limit_of_the_host_names_an_existing_case), [], ""),
            new(Path, ["/echo", "/deleted"], ""),
            new(nameof(HostCases.A_chunked_body_is_read), ["a value"], ""),
            new(Status, [], ""),
            new(Binary, ["bytes", "stream 256", "stream 257"], ""),
            new(Header, ["X-Probe: 1, 2", "X-Probe: 1, 2 1 2"], ""),
        ];

        Assert.Equal(
            [
                "HostCases has no test A_deleted_test.", "HostCases has no test Equals.",
                "HostCases has no test The_log_line_of_a_request_contains_its_id.",
                "HostCases has no test Every_limit_of_the_host_names_an_existing_case.", $"{Path} has no case \"/deleted\".",
                "A_chunked_body_is_read has no case \"a value\".", $"{Binary} has no case \"stream 257\".",
            ],
            HostLimits.Missing(limits));
    }

    [Fact]
    public async Task A_host_that_has_not_started_has_no_running_host()
    {
        await using var host = new KestrelProbe();

        Assert.Throws<InvalidOperationException>(() => host.Running);
    }

    private static Func<Task> Answers { get; } = () => Task.CompletedTask;

    private static Task RunListedAsync(Func<Task> body, Func<Task> answer) =>
        HostLimits.RunAsync([new(Path, ["/echo"], "")], Path, ["/echo"], body, answer);
}
