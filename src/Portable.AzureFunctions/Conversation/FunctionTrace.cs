using System.Diagnostics;
using System.Text.Json;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>The invocation that the current code runs for, and the trace that it is part of.</summary>
internal sealed class FunctionTrace : IDisposable
{
    // What began within an invocation and outlives it, such as a connection, keeps this: hence null at its end.
    private static readonly AsyncLocal<FunctionTrace?> Current = new();

    private readonly Activity? _activity;
    private volatile string? _invocationId;

    private FunctionTrace(string? invocationId, Activity? activity) => (_invocationId, _activity) = (invocationId, activity);

    /// <summary>The current invocation; null where the code runs for none.</summary>
    public static string? InvocationId => Current.Value?._invocationId;

    /// <summary>Begins an activity within the caller's trace (W3C Trace Context); a trace parent that is none begins nothing.</summary>
    public static FunctionTrace Begin(InvocationRequest request) =>
        Current.Value = new(request.InvocationId is "" ? null : request.InvocationId, StartActivity(request.TraceContext));

    /// <summary>Writes what every log line of the current invocation carries.</summary>
    public static void WriteLogFields(Utf8JsonWriter writer)
    {
        if (InvocationId is not null && Activity.Current is { } activity)
            writer.WriteString("traceId"u8, activity.TraceId.ToHexString());
    }

    /// <summary>The same for a line that the stream did not take: there is no other place in it for the invocation.</summary>
    public static void WriteConsoleFields(Utf8JsonWriter writer, bool hasRequestId)
    {
        if (InvocationId is { } id)
            writer.WriteString("invocationId"u8, id);
        WriteLogFields(writer);
    }

    public void Dispose()
    {
        _invocationId = null;
        _activity?.Dispose();
    }

    private static Activity? StartActivity(RpcTraceContext? context)
    {
        if (!ActivityContext.TryParse(context?.TraceParent, context?.TraceState, isRemote: true, out var parent))
            return null;
        var activity = new Activity("invocation") { TraceStateString = parent.TraceState };
        return activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }
}
