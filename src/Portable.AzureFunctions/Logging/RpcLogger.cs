using System.Text;
using Microsoft.Extensions.Logging;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>A line is an RpcLog, its named values in the properties. The host filters by its host.json and shows the message.</summary>
internal sealed class RpcLogger(HostStream stream, ILogger console, string category) : ILogger
{
    private int _leftOut;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => console.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || IsLeftOut(logLevel))
            return;
        var isSent = stream.IsOpen && stream.Send(new() { RpcLog = ToRpcLog(logLevel, eventId, state, exception, formatter) });
        if (!isSent || IsForBoth(logLevel, FunctionTrace.InvocationId))
            console.Log(logLevel, eventId, state, exception, formatter);
    }

    /// <summary>
    /// Whether a line goes to the console too. The host shows no line of the stream that belongs to no invocation, not even an error.
    /// </summary>
    public static bool IsForBoth(LogLevel level, string? invocationId) => level >= LogLevel.Warning && string.IsNullOrEmpty(invocationId);

    // While the host does not read, only what is wrong waits for it; then a line tells how many are missing.
    private bool IsLeftOut(LogLevel logLevel)
    {
        if (stream.IsCongested)
        {
            if (logLevel > LogLevel.Information && !stream.IsFull)
                return false;
            Interlocked.Increment(ref _leftOut);
            return true;
        }

        if (_leftOut > 0 && Interlocked.Exchange(ref _leftOut, 0) is > 0 and var count)
            FunctionsLog.LinesLeftOut(this, count);
        return false;
    }

    private RpcLog ToRpcLog<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var invocationId = FunctionTrace.InvocationId;
        return new()
        {
            Level = (RpcLog.Types.Level)logLevel, // the same numbers
            Category = category,
            EventId = eventId.Name ?? "",
            Message = WithPath(state, LogValues.Message(state, exception, formatter)),
            Properties = Properties(state),
            InvocationId = invocationId ?? "",
            LogCategory = invocationId is null ? RpcLog.Types.RpcLogCategory.System : RpcLog.Types.RpcLogCategory.User, // the host drops a user's line of no invocation
            Exception = exception is null ? null : ToRpcException(exception),
        };
    }

    // The host shows the message only. A request's line has its path as a field, which stands behind the method here.
    private static string WithPath<TState>(TState state, string message)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return message;
        object? path = null;
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            if (name.Equals("path", StringComparison.OrdinalIgnoreCase))
                path = value;
            else if (name == "{OriginalFormat}" && value is string format && format.Contains("{path", StringComparison.OrdinalIgnoreCase))
                return message;
        }

        return path is not null && message.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space
            ? $"{message[..space]} {path}{message[space..]}"
            : message;
    }

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
