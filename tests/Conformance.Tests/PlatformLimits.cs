using Lessons.TestKit;

namespace Lessons.Conformance;

/// <summary>
/// The cases that do not run on some hosts, with the reason. In most cases the platform changes or refuses the request before our code
/// runs. FunctionsLocal.Tests test what the Functions host does with such requests.
/// </summary>
internal static class PlatformLimits
{
    private const string Native = "azure-aot";

    private const string AlwaysHttps = "Amazon's package treats every request as an https request";
    private const string NoLengthOfHead = "Amazon's package sends Content-Length: 0 in the response to a HEAD request";

    private static readonly string[] Azure = ["azure", Native];

    private static readonly PlatformLimit[] All =
    [
        new([Native], nameof(LoginTests.A_chunked_body_is_read), [], "The Functions host reads a body only if the request has a Content-Length"),
        new(Azure, nameof(RoutingTests.An_unknown_path_returns_404), ["/%6Cogin", "/./login", "/lessons/../login"], "The Functions host decodes and resolves the path: the result is /login"),
        new(Azure, nameof(RoutingTests.An_unknown_path_returns_404), ["//login"], "A route of the Functions host matches no path that begins with an empty segment: the Functions host sends a 404 without a body"),
        new(Azure, nameof(RoutingTests.Malformed_percent_encoding_in_a_path_returns_400_before_other_checks), [], "The Functions host encodes a malformed % as %25, which makes a well-formed path"),
        new(Azure, nameof(LessonsTests.An_invalid_slug_returns_400_and_stores_nothing), [".", "..", "%2e%2E"], "The Functions host resolves the dots: the path has one segment less, and the response is 404"),
        new(Azure, nameof(HeaderTests.Forwarding_headers_from_a_client_do_not_make_a_request_secure), [], "The Functions host uses X-Forwarded-Proto. On Azure the front end overwrites this header of a client"),
        new(["azure"], nameof(RoutingTests.A_method_in_lower_case_returns_405), [], "The proxy of the Functions host (YARP) writes the known methods in capitals"),
        new(["azure"], nameof(LessonsTests.An_invalid_slug_returns_400_and_stores_nothing), ["%ff", "%C3", "%C0%AF", "%ED%A0%80"], "The proxy of the Functions host encodes a % as %25 if the bytes are not UTF-8"),
        new(["azure"], nameof(LoginTests.Login_without_a_valid_userId_returns_400), ["GET /login?userId=%zz"], "The proxy of the Functions host encodes a malformed % as %25, which makes a valid userId"),
        new(["lambda"], nameof(LoginTests.The_session_cookie_over_https_is_Secure), [], "A Function URL sets the scheme itself and ignores the client's header, and lambda-local serves http"),
        new([Hosts.Vendor], nameof(HeaderTests.Forwarding_headers_from_a_client_do_not_make_a_request_secure), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(HeaderTests.Every_response_has_the_standard_security_headers), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.A_body_of_64_KiB_is_accepted_and_a_larger_body_returns_413), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.A_chunked_body_is_read), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.GET_login_redirects_with_307_and_sets_the_session_cookie), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.POST_login_reads_the_user_from_the_body_and_redirects_with_303), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.The_body_precedes_the_query_and_the_first_valid_value_is_used), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.A_userId_is_decoded_as_UTF_8), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(SessionLifeTests.Logout_in_mode_open_ends_the_session), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(LoginTests.The_session_cookie_over_https_is_Secure), [], AlwaysHttps),
        new([Hosts.Vendor], nameof(ApiDescriptionTests.The_API_description_is_public_and_a_known_ETag_returns_304), [], NoLengthOfHead),
        new([Hosts.Vendor], nameof(HealthTests.Health_returns_200_without_a_session_while_Redis_responds), [], NoLengthOfHead),
        new([Hosts.Vendor], nameof(LessonsTests.HEAD_returns_the_headers_of_GET_without_the_body), [], NoLengthOfHead),
        new([Hosts.Vendor], nameof(PageTests.A_known_ETag_returns_304_and_HEAD_has_the_headers_of_GET), [], NoLengthOfHead),
        new([Hosts.Vendor], nameof(AccountTests.A_login_rehashes_a_password_hash_of_a_lower_cost), [], "The test expects cheap hashes, and this program hashes at the full cost"),
    ];

    /// <summary>Returns true if the case with these values does not run on the host. Only the first value decides.</summary>
    public static bool Cover(string host, string test, object[] values) => All.Any(limit =>
        limit.Hosts.Contains(Hosts.Program(host), StringComparer.Ordinal) && limit.Test == test && (limit.Values is [] || limit.Values.Contains(values[0])));
}
