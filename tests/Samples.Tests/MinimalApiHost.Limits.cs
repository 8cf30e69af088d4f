namespace Lessons.Tests;

public sealed partial class MinimalApiHost
{
    public override IReadOnlyList<HostLimit> Limits =>
    [
        new(
            nameof(HostCases.A_path_reaches_the_application_as_sent),
            ["/echo/%c3%a9", "/echo/%41", "/echo/%zz", "/./echo", "/a/../echo"],
            "Kestrel decodes and resolves the target for `HttpRequest.Path`. The text of a `PathString` is encoded again"),
        new(
            nameof(HostCases.A_query_reaches_the_application_as_sent),
            ["?a=/?"],
            "`TrimStart('?')` also removes a `?` with which the query begins"),
        new(
            nameof(HostCases.A_response_with_status_204_or_304_ends_after_its_headers),
            [],
            "Kestrel throws at a write to the body of a 204 or 304, even at a write of no bytes, and closes the connection"),
        new(
            nameof(HostCases.A_response_header_with_an_empty_value_is_sent),
            [],
            "`Headers.Append` omits a header with an empty value"),
    ];
}
