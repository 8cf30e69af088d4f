namespace Portable.Tests;

/// <summary>
/// The cases that do not run on a platform, with the reason: the platform changes or refuses the request before the application
/// receives the request. FunctionsLocal.Tests test what the Functions host does instead.
/// </summary>
internal static class ProbeLimits
{
    private const string Native = "azure-aot";

    private static readonly string[] Azure = ["azure", Native];

    private static readonly string[] HttpApi = ["lambda-http-api", "lambda-http-api-1"];

    private static readonly string[] PayloadOne = ["lambda-rest-api", "lambda-http-api-1"];

    private static readonly string[] LoadBalancer = ["lambda-alb", "lambda-alb-multi"];

    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    private const string SevenMethods = "A REST API has the methods DELETE, GET, HEAD, OPTIONS, PATCH, POST and PUT";

    // https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html, and for the HTTP API
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    private const string DecodedQuery = "An event of payload version 1.0 contains only the decoded parameters";

    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
    private const string AboveOneMegabyte = "A load balancer accepts a response of at most 1 MB";
    private const string LastValue = "A load balancer without multi-value headers uses the last of several values";
    private const string Parameters = "The event of a load balancer contains the parameters, but not the query";

    // Others saw this on AWS: https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json
    private const string DecodedPath = "An HTTP API decodes the path twice, and refuses a path that it cannot decode";

    private static readonly ProbeLimit[] All =
    [
        new(HttpApi, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/caf%C3%A9", "/echo/%c3%a9", "/echo/a%2Fb", "/echo/%41", "/echo/%25zz", "/echo/%zz"], DecodedPath),
        new(PayloadOne, nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a&b=", "a=+%20", "a=%zz", "?a=/?", "=&&="], DecodedQuery),
        new(LoadBalancer, nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a&b=", "=&&="], Parameters),
        new(["lambda-alb"], nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a=1&a=2"], LastValue),
        new(["lambda-alb"], nameof(RequestHeaderTests.A_repeated_header_reaches_the_application_with_every_value), ["X-Probe: 1\r\nX-Probe: 2", "X-Probe: 1\r\nX-Other: 3\r\nx-probe: 2"], LastValue),
        new(["lambda-alb"], nameof(RequestHeaderTests.Cookies_reach_the_application_in_the_order_of_the_request), ["Cookie: probe=1\r\nCookie: probe=2"], LastValue),
        new(["lambda-rest-api"], nameof(TargetTests.A_method_reaches_the_application_as_sent), ["BREW", "get"], SevenMethods),
        new(["lambda-rest-api"], nameof(BodyTests.A_body_arrives_with_any_method), ["BREW"], SevenMethods),
        new(LoadBalancer, nameof(ProbeAnswerTests.A_text_body_arrives_completely), ["1000000"], AboveOneMegabyte),
        new(LoadBalancer, nameof(ProbeAnswerTests.A_binary_body_arrives_unchanged), ["bytes 1000000", "stream 1000000"], AboveOneMegabyte),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/%41", "/./echo", "/a/../echo", "/echo/%c3%a9"], "The Functions host decodes and resolves the path, and encodes the result again"),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["//echo"], "A route of the Functions host matches no path that begins with an empty segment"),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/%zz"], "The Functions host encodes a malformed % as %25"),
        new([Native], nameof(BodyTests.A_chunked_body_is_read), [], "The Functions host reads a body only if the request has a Content-Length"),
        new(Azure, nameof(RequestHeaderTests.Forwarding_headers_from_a_client_are_ignored), [], "The Functions host uses X-Forwarded-Proto. On Azure the front end overwrites this header of a client"),
        new(["azure"], nameof(TargetTests.A_method_reaches_the_application_as_sent), ["get"], "The proxy of the Functions host (YARP) writes the known methods in capitals"),
        new(["azure"], nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a=%zz"], "The proxy of the Functions host converts the target to a URI, which encodes a malformed % as %25"),
        new(["azure"], nameof(RequestHeaderTests.The_remote_address_is_the_address_of_the_connected_client), [], "The proxy of the Functions host overwrites X-Forwarded-For: azure-functions-host, issues 11254 and 10253"),
    ];

    /// <summary>Whether a case with these arguments is skipped on the host.</summary>
    public static bool Cover(string host, string test, object[] values) => All.Any(limit =>
        limit.Hosts.Contains(host, StringComparer.Ordinal)
        && limit.Test == test
        && (limit.Values is [] || limit.Values.Contains(values[0]) || limit.Values.Contains(string.Join(' ', values), StringComparer.Ordinal)));
}
