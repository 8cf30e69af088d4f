using System.Text.Json;
using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>
/// Creates loggers that send an invocation's log lines on the stream to the host's log. They write all other lines to the console, which
/// the host reads too. While the stream is not open, they write an invocation's lines to the console.
/// </summary>
internal sealed class RpcLoggerProvider(HostStream stream, JsonLoggerProvider console) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RpcLogger(stream, console.CreateLogger(categoryName), categoryName);

    /// <summary>Writes to the console the log lines that the stream did not send.</summary>
    public void WriteUnsent()
    {
        foreach (var log in stream.Unsent.Select(message => message.RpcLog).OfType<RpcLog>())
            console.Write((LogLevel)log.Level, log.Message, writer => WriteValues(writer, log));
    }

    // RpcLogger has written the properties as a console line contains them, so this method copies them.
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
        // The provider does not own the stream or the console.
    }
}
