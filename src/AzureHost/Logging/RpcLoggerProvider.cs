using Lessons.AzureHost.Conversation;
using Lessons.Logging;
using Microsoft.Extensions.Logging;

namespace Lessons.AzureHost.Logging;

/// <summary>
/// Loggers that write into the host's log, by the stream. While there is no stream they write to the console, which
/// the host reads too: a line with "error" or "warn" in it is one.
/// </summary>
internal sealed class RpcLoggerProvider(HostStream stream, JsonLoggerProvider console) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RpcLogger(stream, console.CreateLogger(categoryName), categoryName);

    /// <summary>Writes to the console what the stream did not take any more.</summary>
    public void WriteUnsent()
    {
        var logger = console.CreateLogger("");
        foreach (var log in stream.Unsent.Select(message => message.RpcLog).OfType<Protocol.RpcLog>())
            logger.Log((LogLevel)log.Level, 0, log, null, (state, _) => state.Message);
    }

    public void Dispose()
    {
        // Stream and console are not its own.
    }
}
