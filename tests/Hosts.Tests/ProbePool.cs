using System.Collections.Concurrent;
using Lessons.TestKit;
using Xunit;

namespace Portable.Tests;

/// <summary>The probe on each host, behind the tool that replaces the platform. A host starts when the first test requests that host.</summary>
public sealed class ProbePool : IAsyncLifetime
{
    internal const string Lambda = "lambda";

    internal static readonly string[] Hosts =
        ["kestrel", Lambda, "lambda-http-api", "lambda-http-api-1", "lambda-rest-api", "lambda-alb", "lambda-alb-multi", "azure", "azure-aot"];

    private readonly ConcurrentDictionary<string, Lazy<Task<Service>>> _services = new(StringComparer.Ordinal);

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values.Select(service => service.Value))
        {
            await ((Task)service).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // If a host did not start, its tests have already failed.
            if (service.IsCompletedSuccessfully)
                await (await service).DisposeAsync();
        }
    }

    internal Task<Service> GetAsync(string host) => _services.GetOrAdd(host, name => new(() => StartAsync(name))).Value;

    /// <summary>Starts a probe for one test.</summary>
    internal static Task<Service> StartAsync(string host, params string[] options)
    {
        var probe = Programs.Built("Probe", "probe");
        string[] line = host switch
        {
            "kestrel" => [probe],
            Lambda => [Programs.Built("LambdaLocal", "lambda-local"), "--bootstrap", probe, .. options],
            "azure" => [Programs.Built("FunctionsLocal", "functions-local"), "--app", Programs.Built("Probe.Functions", ""), .. options],
            "azure-aot" => [Programs.Built("FunctionsLocal", "functions-local"), "--app", Path.GetDirectoryName(probe)!, .. options],
            _ => [Programs.Built("LambdaLocal", "lambda-local"), "--bootstrap", probe, "--event-format", host[(Lambda.Length + 1)..], .. options],
        };
        // Without this URL the tools would start an embedded Redis, which this application does not use.
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = "redis://127.0.0.1:1" };
        return Service.WaitForAsync(ChildProcess.Start(line[0], line[1..], variables));
    }
}
