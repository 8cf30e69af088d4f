namespace Lessons.Conformance;

/// <summary>
/// The differences between the hosts. docs/api.md contains this table. <see cref="PlatformLimits"/> lists the cases of this suite that do
/// not run because of these differences. The column of Amazon's package shows what version 2.1.0 of
/// Amazon.Lambda.AspNetCoreServer.Hosting does. <c>make test-vendor</c> runs the host cases on that package if it is available.
/// </summary>
internal static class PlatformDifferences
{
    private const string Same = "the same";

    public static readonly PlatformDifference[] All =
    [
        new(
            "path", "as sent", "as sent", "as sent, after the stage's name",
            "decoded, resolved and encoded again; `%252F` arrives as `%2F`, and `%zz` as `%25zz`",
            "decoded, resolved and encoded again; `%2F`, `%252F` and `%ff` stay",
            "HostCases.A_path_reaches_the_application_as_sent", "ProxyTests.The_path_is_decoded_resolved_and_encoded_again",
            "HttpTests.The_path_but_not_the_query_is_decoded_resolved_and_encoded_again"),
        new(
            "query", "as sent", "as sent", "as sent", "as sent, but `%zz` arrives as `%25zz`", "as sent",
            "HostCases.A_query_reaches_the_application_as_sent"),
        new(
            "method", "as sent", "as sent", "as sent", "known methods in capitals", "as sent",
            "HostCases.A_method_reaches_the_application_as_sent"),
        new(
            "repeated headers", "separate", "joined by a comma", "split at every comma, also within quotes", "separate; cookies are joined by `; `", "joined by a comma",
            "HostCases.A_repeated_header_reaches_the_application_with_every_value", "HostCases.Cookies_reach_the_application_in_the_order_of_the_request"),
        new(
            "chunked body", "read", "read", "read", "read", "lost: the Functions host drops it",
            "HostCases.A_chunked_body_is_read", "HttpTests.A_chunked_body_does_not_reach_the_worker"),
        new(
            "the platform's body limit", "no limit", "6 MB", "6 MB", "100 MiB, or `FUNCTIONS_REQUEST_BODY_SIZE_LIMIT`; an empty 500 above it", Same,
            "BootstrapProcessTests.An_event_with_a_body_of_6_MB_returns_413", "HttpTests.A_Content_Length_above_100_MiB_returns_500_before_the_body_is_sent"),
        new(
            "client's address", "the peer's, or by `TRUST_PROXY`", "the event's", "the event's", "missing, or by `PROXY_HEADER`", "the last one of `X-Forwarded-For`",
            "HostCases.The_remote_address_is_the_address_of_the_connected_client", "AzureTests.Behind_the_Functions_host_proxy_a_client_has_no_remote_address"),
        new(
            "scheme", "the connection's", "`X-Forwarded-Proto`, which Lambda sets", "always https", "`X-Forwarded-Proto`, which Azure's front end sets", Same,
            "HostCases.Forwarding_headers_from_a_client_are_ignored"),
        new(
            "time-out of a request", "none", "503 shortly before the function's deadline", "Lambda's own", "the Functions host's own, which ends the worker", Same,
            "LambdaTests.On_Lambda_a_slow_handler_is_cancelled_and_503_sent_in_time",
            "WorkerLifeTests.An_invocation_time_out_returns_an_empty_500_and_restarts_the_worker"),
        new(
            "`Set-Cookie`", "as written", "as written", "as written", "as written", "written again by the Functions host, in its own order and case",
            "HostCases.Each_cookie_has_its_own_Set_Cookie_header_with_all_attributes",
            "AnswerTests.A_cookie_value_is_percent_encoded_and_the_default_path_is_root"),
        new(
            "`Content-Length` of `HEAD`", "the body's", "the body's", "0", "the body's", "missing",
            "HostCases.A_HEAD_response_has_the_headers_of_GET_and_no_body"),
        new(
            "binary response", "unchanged", "unchanged", "damaged for `image/webp`, `font/woff2`, `audio/mpeg` and others", "unchanged", "unchanged",
            "HostCases.A_binary_body_arrives_unchanged"),
        new(
            "response as a stream", "streamed", "sent whole, up to 6 MB, or [streamed](streaming.md)", "sent whole, up to 6 MB", "streamed", "sent whole",
            "BootstrapProcessTests.A_response_of_6_MB_is_sent_completely",
            "HostCases.A_part_of_a_stream_arrives_before_the_next_part_is_made",
            "InvocationsTests.A_body_stream_is_read_to_its_end"),
        new(
            "invalid setting", "the process exits", "the init phase fails, with the sentence", "the process exits", "503 on every path", "503 on every path",
            "ServerStartTests.The_server_exits_with_1_and_names_an_invalid_setting",
            "BootstrapProcessTests.A_setting_that_is_not_valid_is_reported_and_the_bootstrap_exits",
            "EndTests.A_request_returns_503_until_the_host_corrects_a_wrong_setting"),
        new(
            "log", "JSON on standard output", "the same, with the trace", "JSON without the trace; failed invocations as text", "the Functions host's log", Same,
            "HostCases.The_log_line_of_a_request_does_not_contain_the_query"),
    ];

    /// <summary>The table in Markdown, with a line feed after each line.</summary>
    public static string Table => string.Concat(Lines.Select(line => line + "\n"));

    private static IEnumerable<string> Lines =>
    [
        "| | Kestrel | Lambda, Function URL | Lambda, Amazon's package | Azure, Microsoft's worker | Azure, ours |",
        "|---|---|---|---|---|---|",
        .. All.Select(difference => difference.ToString()),
    ];
}
