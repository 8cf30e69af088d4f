using System.Text;
using Lessons.AzureHost.Conversation;
using Lessons.AzureHost.Protocol;
using Lessons.Logging;
using Microsoft.Extensions.Logging;

namespace Lessons.AzureHost.Logging;

/// <summary>A line is an RpcLog, its named values in the properties. The host filters by its host.json and shows the message.</summary>
internal sealed class RpcLogger(HostStream stream, ILogger console, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => console.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        if (!stream.IsOpen)
        {
            console.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        var invocationId = InvocationTrace.InvocationId;
        var log = new RpcLog
        {
            Level = (RpcLog.Types.Level)logLevel, // the same numbers
            Category = category,
            EventId = eventId.Name ?? "",
            Message = formatter(state, exception),
            Properties = Properties(state),
            InvocationId = invocationId ?? "",
            LogCategory = invocationId is null ? RpcLog.Types.RpcLogCategory.System : RpcLog.Types.RpcLogCategory.User, // the host drops a user's line of no invocation
        };
        if (exception is not null)
            log.Exception = new() { Type = exception.GetType().FullName ?? "", Message = exception.Message, StackTrace = exception.ToString(), Source = exception.Source ?? "" };
        stream.Send(new() { RpcLog = log });
    }

    private static string Properties<TState>(TState state)
    {
        var writer = LogWriter.Begin(out var buffer);
        writer.WriteStartObject();
        LogValues.Write(writer, state);
        InvocationTrace.WriteLogFields(writer);
        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
