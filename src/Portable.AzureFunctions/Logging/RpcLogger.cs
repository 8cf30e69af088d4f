using System.Text;
using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>
/// Sends a log line of an invocation as an RpcLog, with the named values in its properties. The host filters the lines by the levels in
/// host.json and shows their messages. The host does not show a line without an invocation, so this logger writes such a line to the
/// console.
/// </summary>
internal sealed class RpcLogger(HostStream stream, ILogger console, string category) : ILogger
{
    private int _leftOut;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => console.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        if (FunctionTrace.InvocationId is { } id && stream.IsOpen
            && (IsLeftOut(logLevel) || stream.Send(new() { RpcLog = ToRpcLog(id, logLevel, eventId, state, exception, formatter) })))
        {
            return;
        }

        if (!stream.IsOpen)
            SayWhatIsLeftOut();
        console.Log(logLevel, eventId, state, exception, formatter);
    }

    // While the stream is congested, only lines of level Warning and above are queued; while it is full, no line. A later line contains
    // the number of missing lines.
    private bool IsLeftOut(LogLevel logLevel)
    {
        if (stream.IsCongested)
        {
            if (logLevel > LogLevel.Information && !stream.IsFull)
                return false;
            Interlocked.Increment(ref _leftOut);
            return true;
        }

        SayWhatIsLeftOut();
        return false;
    }

    private void SayWhatIsLeftOut()
    {
        if (_leftOut > 0 && Interlocked.Exchange(ref _leftOut, 0) is > 0 and var count)
            FunctionsLog.LinesLeftOut(this, count);
    }

    private RpcLog ToRpcLog<TState>(
        string invocationId, LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => new()
        {
            Level = (RpcLog.Types.Level)logLevel, // both enums have the same numbers
            Category = category,
            EventId = eventId.Name ?? "",
            Message = LogValues.Message(state, exception, formatter),
            Properties = Properties(state),
            InvocationId = invocationId,
            LogCategory = RpcLog.Types.RpcLogCategory.User,
            Exception = exception is null ? null : ToRpcException(exception),
        };

    // RpcException has no field for inner exceptions. Their types and messages are appended to the message.
    private static RpcException ToRpcException(Exception exception)
    {
        var message = exception.Message;
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            message += $" ---> {inner.GetType().FullName}: {inner.Message}";
        return new() { Type = exception.GetType().FullName ?? "", Message = message, StackTrace = exception.StackTrace ?? "", Source = exception.Source ?? "" };
    }

    private static string Properties<TState>(TState state)
    {
        var writer = ThreadJson.Begin(out var buffer);
        try
        {
            writer.WriteStartObject();
            LogValues.Write(writer, state);
            FunctionTrace.WriteLogFields(writer);
            writer.WriteEndObject();
            writer.Flush();
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        finally
        {
            ThreadJson.End(writer);
        }
    }
}
