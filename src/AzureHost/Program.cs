using Grpc.Core;
using Lessons.AzureHost;
using Lessons.AzureHost.Conversation;
using Lessons.AzureHost.Logging;
using Lessons.Logging;

if (!WorkerArguments.TryParse(args, out var arguments, out var error))
{
    await Console.Error.WriteLineAsync(error);
    return 1;
}

var time = TimeProvider.System;
using var console = new JsonLoggerProvider(Console.OpenStandardError(), time);
var stream = new HostStream(arguments);
using var logging = new RpcLoggerProvider(stream, console);
var logger = logging.CreateLogger("lessons-worker");

// The connection to Redis opens while the one to the host does. What is wrong with the settings is told to the host,
// which shows it.
var service = new Service(Environment.GetEnvironmentVariable, time, logger);
var startError = service.Open(Task.CompletedTask);
var worker = new Worker(stream, service, startError, time, logger);
try
{
    await stream.RunAsync(worker.Receive);
    if (!worker.IsLeaving)
        HostLog.StreamClosed(logger);
    return startError is null ? 0 : 1;
}
catch (RpcException exception)
{
    HostLog.StreamLost(logger, exception.Status.Detail);
    return 1;
}
finally
{
    logging.WriteUnsent();
}
