using System.Runtime.InteropServices;
using Grpc.Core;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>Runs an application as an isolated worker of Azure Functions, in one function that takes every method and every path.</summary>
public static class FunctionsWorker
{
    /// <summary>See the other <see cref="RunAsync(string[], string, Func{HostContext, CancellationToken, ValueTask{Handler}})"/>.</summary>
    public static Task<int> RunAsync(string[] args, string function, Func<HostContext, Handler> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return RunAsync(args, function, (host, _) => new(create(host)));
    }

    /// <summary>
    /// Creates the application, connects to the Functions host meanwhile, and answers invocations until the host ends the worker.
    /// Returns the exit code. Where the application throws a <see cref="SettingsException"/>, every request is answered 503; what else
    /// it throws is reported to the host when the host loads the function. A changed environment mends both: the application is
    /// created anew then.
    /// </summary>
    /// <param name="args">The command line, which the host writes.</param>
    /// <param name="function">The function's name and id.</param>
    /// <param name="create">
    /// Creates the application. The host loads the function when the application has been created. The token is cancelled when the
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

        // Ctrl+C reaches the host and this worker alike. It is the host that ends a worker, once it has let it finish.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        try
        {
            _ = application.CreateAsync(() => Task.CompletedTask); // nothing is in flight yet
            var worker = new Worker(stream, new(function), application, time, logger);
            await stream.RunAsync(worker.Receive);
            if (worker.IsEnding)
                return 0;
            FunctionsLog.StreamClosed(logger);
            return 1; // with 0 the host would start no successor
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
