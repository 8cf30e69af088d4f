using System.Diagnostics;
using System.Text.Json;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>The invocation for which the current code runs, and the invocation's trace.</summary>
internal sealed class FunctionTrace : IDisposable
{
    // Code that starts in an invocation and outlives the invocation, such as a connection, keeps this value. Dispose therefore clears the id.
    private static readonly AsyncLocal<FunctionTrace?> Current = new();

    private readonly Activity? _activity;
    private volatile string? _invocationId;

    private FunctionTrace(string? invocationId, Activity? activity) => (_invocationId, _activity) = (invocationId, activity);

    /// <summary>The id of the current invocation; null if the code runs for no invocation.</summary>
    public static string? InvocationId => Current.Value?._invocationId;

    /// <summary>
    /// Makes the invocation the current invocation, and starts an activity in the caller's trace (W3C Trace Context). A trace parent
    /// that is not valid starts no activity.
    /// </summary>
    public static FunctionTrace Begin(InvocationRequest request) =>
        Current.Value = new(request.InvocationId is "" ? null : request.InvocationId, StartActivity(request.TraceContext));

    /// <summary>Writes the id of the current invocation's trace, if the invocation has a trace.</summary>
    public static void WriteLogFields(Utf8JsonWriter writer)
    {
        if (InvocationId is not null && Activity.Current is { } activity)
            writer.WriteString("traceId"u8, activity.TraceId.ToHexString());
    }

    /// <summary>
    /// Writes the ids of the current invocation and its trace to a log line that goes to the console because the stream is closed. A
    /// request's line has the same id as requestId, so the id appears twice.
    /// </summary>
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
