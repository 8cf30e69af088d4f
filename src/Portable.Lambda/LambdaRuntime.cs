using System.Globalization;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// Runs an application on AWS Lambda, behind a Function URL, an HTTP API, a REST API or an Application Load Balancer. Each event has the
/// marks of its service.
/// </summary>
public static class LambdaRuntime
{
    /// <summary>Runs an application that starts synchronously: see <see cref="RunAsync(Func{HostContext, CancellationToken, ValueTask{Handler}})"/>.</summary>
    public static Task<int> RunAsync(Func<HostContext, Handler> create) => RunAsync((host, _) => new(create(host)));

    /// <summary>
    /// Starts the application, and responds to events until the platform ends the process. Returns the exit code. An exception at the
    /// start is reported to Lambda and logged.
    /// </summary>
    public static async Task<int> RunAsync(Func<HostContext, CancellationToken, ValueTask<Handler>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var time = TimeProvider.System;
        using var output = LogStream.ToStandardOutput(time);
        using var logging = new JsonLoggerProvider(output, time)
        {
            Minimum = LambdaLogLevel.Parse(Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL")),
            WriteFields = InvocationTrace.WriteLogFields,
        };
        var host = new HostContext(logging.CreateLogger("bootstrap"), time, Environment.GetEnvironmentVariable);
        try
        {
            await ServeAsync(host, create);
        }
        catch (Exception exception)
        {
            LambdaLog.Ending(host.Logger, exception);
        }

        return 1;
    }

    private static async Task ServeAsync(HostContext host, Func<HostContext, CancellationToken, ValueTask<Handler>> create)
    {
        var address = host.GetVariable("AWS_LAMBDA_RUNTIME_API");
        var concurrency = int.TryParse(host.GetVariable("AWS_LAMBDA_MAX_CONCURRENCY"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1;
        InvocationTrace.IsConcurrent = concurrency > 1;
        using var api = RuntimeApi.Open(address, concurrency > 1 ? Transport.Plain : Transport.Blocking);
        if (await StartAsync(api, host, create) is not var (mode, handler))
            return;
        await await Task.WhenAny(Enumerable.Range(0, Math.Max(1, concurrency)).Select(i =>
            new InvocationLoop(i == 0 ? api : RuntimeApi.Open(address, Transport.Plain), mode, handler, host.Time, host.Logger).RunAsync()));
    }

    private static async Task<(InvokeMode Mode, Handler Handler)?> StartAsync(
        RuntimeApi api, HostContext host, Func<HostContext, CancellationToken, ValueTask<Handler>> create)
    {
        try
        {
            return (InvokeModeSetting.Read(host), await create(host, CancellationToken.None));
        }
        catch (Exception exception)
        {
            LambdaLog.Ending(host.Logger, exception);
            await api.FailInitAsync(exception);
            return null;
        }
    }
}
