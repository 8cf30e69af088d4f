using System.Runtime.InteropServices;
using Grpc.Core;
using Lessons.AzureHost;
using Lessons.AzureHost.Conversation;
using Lessons.AzureHost.Logging;
using Portable.Http;

if (!WorkerArguments.TryParse(args, out var arguments, out var error))
{
    await Console.Error.WriteLineAsync(error);
    return 1;
}

var time = TimeProvider.System;
using var errors = LogStream.ToStandardError(time);
using var console = new JsonLoggerProvider(errors, time) { WriteFields = InvocationTrace.WriteConsoleFields };
var stream = new HostStream(arguments);
using var logging = new RpcLoggerProvider(stream, console);
var logger = logging.CreateLogger("lessons-worker");

// The connection to Redis opens while the one to the host does. What is wrong with the settings is told to the host
// when it loads the function.
var service = new Service(Environment.GetEnvironmentVariable, time, logger);
service.Open(Task.CompletedTask);
var worker = new Worker(stream, service, time, logger);

// Ctrl+C reaches the host and this worker alike. It is the host that ends a worker, once it has let it finish.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
try
{
    await stream.RunAsync(worker.Receive);
    if (worker.IsLeaving)
        return 0;
    HostLog.StreamClosed(logger);
    return 1; // with 0 the host would start no successor
}
catch (RpcException exception)
{
    HostLog.StreamLost(logger, exception.Status.DebugException?.GetBaseException().Message ?? exception.Status.Detail);
    return 1;
}
catch (Exception exception)
{
    HostLog.WorkerFailed(logger, exception);
    return 1;
}
finally
{
    logging.WriteUnsent();
}
