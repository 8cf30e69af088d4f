using System.Text;
using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>
/// A line of an invocation is an RpcLog, its named values in the properties. The host filters by its host.json and shows the
/// message. The host shows no line of the stream that belongs to no invocation: such a line goes to the console.
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

    // While the host does not read, only what is wrong waits for the host; a later line counts what is missing.
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
            Level = (RpcLog.Types.Level)logLevel, // the same numbers
            Category = category,
            EventId = eventId.Name ?? "",
            Message = LogValues.Message(state, exception, formatter),
            Properties = Properties(state),
            InvocationId = invocationId,
            LogCategory = RpcLog.Types.RpcLogCategory.User,
            Exception = exception is null ? null : ToRpcException(exception),
        };

    // It has no place for the exceptions inside: their messages follow.
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
