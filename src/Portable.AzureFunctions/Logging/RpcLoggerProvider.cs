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
        var logger = console.CreateLogger("");
        foreach (var log in stream.Unsent.Select(message => message.RpcLog).OfType<RpcLog>())
        {
            if (RpcLogger.IsForBoth((LogLevel)log.Level, log.InvocationId))
                continue; // it is there already
            var values = Values(log);
            logger.Log((LogLevel)log.Level, default, values, null, (_, _) => log.Message);
        }
    }

    private static List<KeyValuePair<string, object?>> Values(RpcLog log)
    {
        using var properties = JsonDocument.Parse(log.Properties);
        var values = properties.RootElement.EnumerateObject().Select(property => new KeyValuePair<string, object?>(property.Name, Value(property.Value))).ToList();
        if (log.InvocationId.Length > 0)
            values.Add(new("invocationId", log.InvocationId));
        if (log.Exception is { } exception)
            values.Add(new("exception", $"{exception.Type}: {exception.Message}\n{exception.StackTrace}"));
        return values;
    }

    // As LogValues has written it.
    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.ToString(),
    };

    public void Dispose()
    {
        // Stream and console are not its own.
    }
}
