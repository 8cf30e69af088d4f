using System.Runtime.InteropServices;
using Grpc.Core;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>
/// Runs an application as an isolated worker of Azure Functions. The worker's only function receives every request that the host does not
/// answer itself.
/// </summary>
public static class FunctionsWorker
{
    /// <summary>
    /// Runs an application that is created synchronously. See
    /// <see cref="RunAsync(string[], string, Func{HostContext, CancellationToken, ValueTask{Handler}})"/>.
    /// </summary>
    public static Task<int> RunAsync(string[] args, string function, Func<HostContext, Handler> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return RunAsync(args, function, (host, _) => new(create(host)));
    }

    /// <summary>
    /// Creates the application and connects to the Functions host at the same time. Answers invocations until the host ends the worker.
    /// Returns the exit code: 0 after WorkerTerminate, otherwise 1. Until a creation succeeds, a <see cref="SettingsException"/> makes every
    /// request return 503, and any other exception makes the loading of the function fail. When the host changes the environment, the
    /// application is created again. A creation that succeeds removes either error.
    /// </summary>
    /// <param name="args">The command line, which the host writes.</param>
    /// <param name="function">The function's name and id.</param>
    /// <param name="create">
    /// Creates the application. The host loads the function after the application has been created. The token is cancelled when the
    /// worker ends.
    /// </param>
    public static async Task<int> RunAsync(string[] args, string function, Func<HostContext, CancellationToken, ValueTask<Handler>> create)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(create);
        if (!WorkerArguments.TryParse(args, out var arguments, out var error))
        {
            StandardError.WriteLine(error);
            return 1;
        }

        var time = TimeProvider.System;
        using var errors = LogStream.ToStandardError(time);
        using var console = new JsonLoggerProvider(errors, time) { WriteFields = FunctionTrace.WriteConsoleFields };
        var stream = new HostStream(arguments);
        using var logging = new RpcLoggerProvider(stream, console);
        var logger = logging.CreateLogger(Path.GetFileName(Environment.ProcessPath ?? ""));
        using var ending = new CancellationTokenSource();
        var application = new Application(create, Environment.GetEnvironmentVariable, time, logger, ending.Token);

        // A terminal sends Ctrl+C to the host and to this worker. The worker ignores the signal and waits for the host's WorkerTerminate, so
        // that invocations in flight are answered.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        try
        {
            _ = application.CreateAsync(() => Task.CompletedTask); // no invocation is in flight yet
            var worker = new Worker(stream, new(function), application, time, logger);
            await stream.RunAsync(worker.Receive);
            if (worker.IsEnding)
                return 0;
            FunctionsLog.StreamClosed(logger);
            return 1; // after exit code 0, the host would start no new worker
        }
        catch (RpcException exception)
        {
            FunctionsLog.StreamLost(logger, exception.Status.DebugException?.GetBaseException().Message ?? exception.Status.Detail);
            return 1;
        }
        catch (Exception exception)
        {
            FunctionsLog.WorkerFailed(logger, exception);
            return 1;
        }
        finally
        {
            await ending.CancelAsync();
            logging.WriteUnsent();
        }
    }
}
