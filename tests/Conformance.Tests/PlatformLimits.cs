using Lessons.TestKit;

namespace Lessons.Conformance;

/// <summary>
/// What a platform decides before our code sees it: cases that are no data of that platform's hosts, with the reason.
/// FunctionsLocal.Tests show what the platform does instead.
/// </summary>
internal static class PlatformLimits
{
    private const string Native = "azure-aot";

    private const string AlwaysHttps = "Amazon's package takes every request for one by https";
    private const string NoLengthOfHead = "Amazon's package says a HEAD's answer has no bytes";

    private static readonly string[] Azure = ["azure", Native];

    private static readonly PlatformLimit[] All =
    [
        new([Native], nameof(LoginTests.A_chunked_body_is_read), [], "The Functions host reads a body only if the request has a Content-Length"),
        new(Azure, nameof(RoutingTests.Any_other_path_is_404), ["/%6Cogin", "/./login", "/lessons/../login"], "The Functions host decodes and resolves the path and encodes it anew: it is /login"),
        new(Azure, nameof(RoutingTests.Any_other_path_is_404), ["//login"], "A route of the Functions host matches no path that begins with an empty segment: its own 404, without a body"),
        new(Azure, nameof(RoutingTests.A_malformed_escape_in_the_path_is_400_before_anything_else), [], "The Functions host encodes such a % as %25, which is a well-formed path"),
        new(Azure, nameof(LessonsTests.What_is_no_slug_is_400_and_stores_nothing), [".", "..", "%2e%2E"], "The Functions host resolves it: the path has one segment less, and is 404"),
        new(Azure, nameof(HeaderTests.A_clients_own_forwarding_headers_make_no_request_secure), [], "The Functions host believes X-Forwarded-Proto: on Azure the front end before it overwrites what a client sends"),
        new(["azure"], nameof(RoutingTests.A_method_in_lower_case_is_another_method), [], "The proxy of the Functions host (YARP) writes a method that it knows in capitals"),
        new(["azure"], nameof(LessonsTests.What_is_no_slug_is_400_and_stores_nothing), ["%ff", "%C3", "%C0%AF", "%ED%A0%80"], "The proxy of the Functions host encodes a % that begins no UTF-8 as %25"),
        new(["azure"], nameof(LoginTests.Without_a_user_it_is_400), ["GET /login?userId=%zz"], "The proxy of the Functions host encodes such a % as %25, which is a user's name"),
        new(["lambda"], nameof(LoginTests.By_https_the_cookie_is_Secure), [], "A Function URL sets the scheme by itself, whatever the client says of it, and lambda-local serves http"),
        new([Hosts.Vendor], nameof(HeaderTests.A_clients_own_forwarding_headers_make_no_request_secure), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(HeaderTests.Every_answer_tells_browsers_what_they_must_not_do_with_it), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.A_body_of_64_KiB_is_the_largest), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.A_chunked_body_is_read), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.Get_redirects_with_307_to_the_completed_lessons_and_sets_the_session_cookie), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.Post_takes_the_user_from_the_body_and_redirects_with_303), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.The_body_beats_the_query_and_the_first_usable_value_wins), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.User_ids_are_utf8_text), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(SessionLifeTests.In_mode_open_logout_ends_the_session_too), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.By_https_the_cookie_is_Secure), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(ApiDescriptionTests.It_is_there_for_everyone_and_sent_once), [], NoLengthOfHead),
        new([Hosts.Vendor], nameof(HealthTests.Is_200_for_everyone_while_Redis_answers), [], NoLengthOfHead),
        new([Hosts.Vendor], nameof(LessonsTests.Head_answers_as_get_does_without_the_body), [], NoLengthOfHead),
        new([Hosts.Vendor], nameof(PageTests.Whoever_has_it_already_gets_304_and_head_has_the_same_headers), [], NoLengthOfHead),
        new([Hosts.Vendor], nameof(AccountTests.A_hash_of_a_lower_cost_is_raised_at_login), [], "The test makes cheap hashes, and this program has their full cost"),
    ];

    /// <summary>Whether a case with that first value is out of the host's reach.</summary>
    public static bool Cover(string host, string test, object[] values) => All.Any(limit =>
        limit.Hosts.Contains(Hosts.Program(host), StringComparer.Ordinal) && limit.Test == test && (limit.Values is [] || limit.Values.Contains(values[0])));
}
