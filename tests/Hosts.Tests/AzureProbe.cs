namespace Portable.Tests;

/// <summary>The probe in a function app. FunctionsLocal.Tests test what the Functions host does in the cases that fail here.</summary>
public abstract class AzureProbe(string app) : ProbeHost
{
    public override IReadOnlyList<HostLimit> Limits =>
    [
        new(nameof(HostCases.A_path_reaches_the_application_as_sent), ["/echo/%41", "/./echo", "/a/../echo", "/echo/%c3%a9"], "The Functions host decodes and resolves the path, and encodes the result again"),
        new(nameof(HostCases.A_path_reaches_the_application_as_sent), ["//echo"], "A route of the Functions host matches no path that begins with an empty segment"),
        new(nameof(HostCases.A_path_reaches_the_application_as_sent), ["/echo/%zz"], "The Functions host encodes a malformed % as %25"),
        new(nameof(HostCases.Forwarding_headers_from_a_client_are_ignored), [], "The Functions host uses X-Forwarded-Proto. On Azure the front end overwrites this header of a client"),
        .. WorkerLimits,
    ];

    /// <summary>The cases that fail only with this worker.</summary>
    private protected abstract IReadOnlyList<HostLimit> WorkerLimits { get; }

    protected override Task<RunningHost> StartAsync() => ProbePrograms.StartAzureAsync(app);
}
