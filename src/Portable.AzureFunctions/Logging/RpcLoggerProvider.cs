using System.Text.Json;
using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>
/// Loggers that write an invocation's lines into the host's log, by the stream. All other lines, and these while there is no
/// stream, go to the console, which the host reads too.
/// </summary>
internal sealed class RpcLoggerProvider(HostStream stream, JsonLoggerProvider console) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RpcLogger(stream, console.CreateLogger(categoryName), categoryName);

    /// <summary>Writes to the console what the stream did not take any more.</summary>
    public void WriteUnsent()
    {
        foreach (var log in stream.Unsent.Select(message => message.RpcLog).OfType<RpcLog>())
            console.Write((LogLevel)log.Level, log.Message, writer => WriteValues(writer, log));
    }

    // RpcLogger has written the properties as they stand in a line of the console.
    private static void WriteValues(Utf8JsonWriter writer, RpcLog log)
    {
        using var properties = JsonDocument.Parse(log.Properties);
        foreach (var property in properties.RootElement.EnumerateObject())
            property.WriteTo(writer);
        writer.WriteString("invocationId"u8, log.InvocationId);
        if (log.Exception is { } exception)
            writer.WriteString("exception"u8, $"{exception.Type}: {exception.Message}\n{exception.StackTrace}");
    }

    public void Dispose()
    {
        // Stream and console are not its own.
    }
}
