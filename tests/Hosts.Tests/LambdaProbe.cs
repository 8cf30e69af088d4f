namespace Portable.Tests;

/// <summary>The probe on Lambda behind a Function URL, or behind another event source.</summary>
public abstract class LambdaProbe(string format, bool streams = false) : ProbeHost
{
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html, and for the HTTP API
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    private protected const string DecodedQuery = "An event of payload version 1.0 contains only the decoded parameters";

    // Others saw this on AWS: https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json
    private protected const string DecodedPath = "An HTTP API decodes the path twice, and refuses a path that it cannot decode";

    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
    private protected const string AboveOneMegabyte = "A load balancer accepts a response of at most 1 MB";
    private protected const string LastValue = "A load balancer without multi-value headers uses the last of several values";
    private protected const string Parameters = "The event of a load balancer contains the parameters, but not the query";

    // The Runtime API has no message for it: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
    private static readonly HostLimit Disconnect =
        new(nameof(HostCases.A_client_that_disconnects_cancels_its_request), [], "Lambda does not report that a client has disconnected");

    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
    private static readonly HostLimit Whole =
        new(nameof(HostCases.A_part_of_a_stream_arrives_before_the_next_part_is_made), [], "The service receives the whole response at its end");

    public override IReadOnlyList<HostLimit> Limits => streams ? [Disconnect, .. FormatLimits] : [Disconnect, Whole, .. FormatLimits];

    /// <summary>The cases that the format of the events cannot carry.</summary>
    private protected virtual IReadOnlyList<HostLimit> FormatLimits => [];

    // The function compiles its code for exceptions now. A deadline leaves it 200 ms, and after them lambda-local kills the function.
    protected override async Task<RunningHost> StartAsync()
    {
        var host = await ProbePrograms.StartLambdaAsync("--event-format", format, "--invoke-mode", streams ? "RESPONSE_STREAM" : "BUFFERED");
        await host.SendAsync("GET /throw");
        return host;
    }
}
