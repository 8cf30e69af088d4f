using System.Text.Json;
using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>
/// Loggers that write into the host's log, by the stream. While there is no stream they write to the console, which the host reads
/// too. Warnings and errors of no invocation go there as well.
/// </summary>
internal sealed class RpcLoggerProvider(HostStream stream, JsonLoggerProvider console) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RpcLogger(stream, console.CreateLogger(categoryName), categoryName);

    /// <summary>Writes to the console what the stream did not take any more.</summary>
    public void WriteUnsent()
    {
        foreach (var log in stream.Unsent.Select(message => message.RpcLog).OfType<RpcLog>())
        {
            if (RpcLogger.IsForBoth((LogLevel)log.Level, log.InvocationId))
                continue; // it is there already
            console.Write((LogLevel)log.Level, log.Message, writer => WriteValues(writer, log));
        }
    }

    // RpcLogger has written the properties as they stand in a line of the console.
    private static void WriteValues(Utf8JsonWriter writer, RpcLog log)
    {
        using var properties = JsonDocument.Parse(log.Properties);
        foreach (var property in properties.RootElement.EnumerateObject())
            property.WriteTo(writer);
        if (log.InvocationId.Length > 0)
            writer.WriteString("invocationId"u8, log.InvocationId);
        if (log.Exception is { } exception)
            writer.WriteString("exception"u8, $"{exception.Type}: {exception.Message}\n{exception.StackTrace}");
    }

    public void Dispose()
    {
        // Stream and console are not its own.
    }
}
