namespace Portable.Tests;

/// <summary>
/// What a platform decides before the application sees a request: cases that are no data of that platform, with the reason.
/// FunctionsLocal.Tests show what the Functions host does instead.
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
    private const string DecodedQuery = "An event of payload version 1.0 has the decoded parameters only";

    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
    private const string NoMegabyte = "A load balancer takes an answer of at most 1 MB";
    private const string LastValue = "A load balancer without multi-value headers uses the last of several values";
    private const string Parameters = "The event of a load balancer has the parameters and not the query";

    // Seen on AWS: https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json
    private const string DecodedPath = "An HTTP API decodes the path, twice, and refuses what it cannot decode";

    private static readonly ProbeLimit[] All =
    [
        new(HttpApi, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/caf%C3%A9", "/echo/%c3%a9", "/echo/a%2Fb", "/echo/%41", "/echo/%25zz", "/echo/%zz"], DecodedPath),
        new(PayloadOne, nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a&b=", "a=+%20", "a=%zz", "?a=/?", "=&&="], DecodedQuery),
        new(LoadBalancer, nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a&b=", "=&&="], Parameters),
        new(["lambda-alb"], nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a=1&a=2"], LastValue),
        new(["lambda-alb"], nameof(RequestHeaderTests.A_header_reaches_the_application_with_its_repeats), ["X-Probe: 1\r\nX-Probe: 2", "X-Probe: 1\r\nX-Other: 3\r\nx-probe: 2"], LastValue),
        new(["lambda-alb"], nameof(RequestHeaderTests.Cookies_reach_the_application_in_their_order), ["Cookie: probe=1\r\nCookie: probe=2"], LastValue),
        new(["lambda-rest-api"], nameof(TargetTests.A_method_reaches_the_application_as_sent), ["BREW", "get"], SevenMethods),
        new(["lambda-rest-api"], nameof(BodyTests.A_body_of_any_method_arrives), ["BREW"], SevenMethods),
        new(LoadBalancer, nameof(ProbeAnswerTests.A_text_arrives_whole), ["1000000"], NoMegabyte),
        new(LoadBalancer, nameof(ProbeAnswerTests.Bytes_arrive_as_they_are), ["bytes 1000000", "stream 1000000"], NoMegabyte),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/%41", "/./echo", "/a/../echo", "/echo/%c3%a9"], "The Functions host decodes and resolves the path and encodes it anew"),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["//echo"], "A route of the Functions host matches no path that begins with an empty segment"),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/%zz"], "The Functions host encodes such a % as %25"),
        new([Native], nameof(BodyTests.A_chunked_body_is_read), [], "The Functions host reads a body only if the request has a Content-Length"),
        new(Azure, nameof(RequestHeaderTests.A_clients_own_forwarding_headers_are_not_believed), [], "The Functions host believes X-Forwarded-Proto: on Azure the front end before it overwrites what a client sends"),
        new(["azure"], nameof(TargetTests.A_method_reaches_the_application_as_sent), ["get"], "The proxy of the Functions host (YARP) writes a method that it knows in capitals"),
        new(["azure"], nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a=%zz"], "The proxy of the Functions host makes a URI of the target, which encodes such a % as %25"),
        new(["azure"], nameof(RequestHeaderTests.The_client_is_whoever_has_connected), [], "The proxy of the Functions host overwrites X-Forwarded-For: azure-functions-host, issues 11254 and 10253"),
    ];

    /// <summary>Whether a case with that first value, or with exactly these values, is out of the host's reach.</summary>
    public static bool Cover(string host, string test, object[] values) => All.Any(limit =>
        limit.Hosts.Contains(host, StringComparer.Ordinal)
        && limit.Test == test
        && (limit.Values is [] || limit.Values.Contains(values[0]) || limit.Values.Contains(string.Join(' ', values), StringComparer.Ordinal)));
}
