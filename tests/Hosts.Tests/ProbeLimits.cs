namespace Portable.Tests;

/// <summary>
/// What a platform decides before the application sees a request: cases that are no data of that platform, with the reason.
/// FunctionsLocal.Tests show what the Functions host does instead.
/// </summary>
internal static class ProbeLimits
{
    private const string Native = "azure-aot";

    private static readonly string[] Azure = ["azure", Native];

    private static readonly ProbeLimit[] All =
    [
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/%41", "/./echo", "/a/../echo", "/echo/%c3%a9"], "The Functions host decodes and resolves the path and encodes it anew"),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["//echo"], "A route of the Functions host matches no path that begins with an empty segment"),
        new(Azure, nameof(TargetTests.A_path_reaches_the_application_as_sent), ["/echo/%zz"], "The Functions host encodes such a % as %25"),
        new([Native], nameof(BodyTests.A_chunked_body_is_read), [], "The Functions host reads a body only if the request has a Content-Length"),
        new(Azure, nameof(RequestHeaderTests.A_clients_own_forwarding_headers_are_not_believed), [], "The Functions host believes X-Forwarded-Proto: on Azure the front end before it overwrites what a client sends"),
        new(["azure"], nameof(TargetTests.A_method_reaches_the_application_as_sent), ["get"], "The proxy of the Functions host (YARP) writes a method that it knows in capitals"),
        new(["azure"], nameof(TargetTests.A_query_reaches_the_application_as_sent), ["a=%zz"], "The proxy of the Functions host makes a URI of the target, which encodes such a % as %25"),
        new(["azure"], nameof(RequestHeaderTests.The_client_is_whoever_has_connected), [], "The proxy of the Functions host overwrites X-Forwarded-For: azure-functions-host, issues 11254 and 10253"),
    ];

    /// <summary>Whether a case with that first value is out of the host's reach.</summary>
    public static bool Cover(string host, string test, object[] values) => All.Any(limit =>
        limit.Hosts.Contains(host, StringComparer.Ordinal) && limit.Test == test && (limit.Values is [] || limit.Values.Contains(values[0])));
}
