namespace Portable.Tests;

/// <summary>
/// The cases that do not run on a platform, with the reason: the platform changes or refuses the request before the application
/// receives the request. FunctionsLocal.Tests test what the Functions host does instead.
/// </summary>
internal static class ProbeLimits
{
    private const string Native = "azure-aot";

    private static readonly string[] Azure = ["azure", Native];

    private static readonly ProbeLimit[] All =
    [
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/%41", "/./echo", "/a/../echo", "/echo/%c3%a9"], "The Functions host decodes and resolves the path, and encodes the result again"),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["//echo"], "A route of the Functions host matches no path that begins with an empty segment"),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/%zz"], "The Functions host encodes a malformed % as %25"),
        new([Native], nameof(BodyTests.A_chunked_body_is_read), [], "The Functions host reads a body only if the request has a Content-Length"),
        new(Azure, nameof(RequestHeaderTests.Forwarding_headers_from_a_client_are_ignored), [], "The Functions host uses X-Forwarded-Proto. On Azure the front end overwrites this header of a client"),
        new(["azure"], nameof(TargetTests.A_method_reaches_the_application_as_sent), ["get"], "The proxy of the Functions host (YARP) writes the known methods in capitals"),
        new(["azure"], nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a=%zz"], "The proxy of the Functions host converts the target to a URI, which encodes a malformed % as %25"),
        new(["azure"], nameof(RequestHeaderTests.The_remote_address_is_the_address_of_the_connected_client), [], "The proxy of the Functions host overwrites X-Forwarded-For: azure-functions-host, issues 11254 and 10253"),
    ];

    /// <summary>Whether a case with this first value does not run on the host.</summary>
    public static bool Cover(string host, string test, object[] values) => All.Any(limit =>
        limit.Hosts.Contains(host, StringComparer.Ordinal) && limit.Test == test && (limit.Values is [] || limit.Values.Contains(values[0])));
}
