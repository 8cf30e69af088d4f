using System.Diagnostics;
using System.Text.Json;
using Lessons.AzureHost.Protocol;

namespace Lessons.AzureHost.Conversation;

/// <summary>The invocation that the current code runs for, and the trace that it is part of.</summary>
internal sealed class InvocationTrace : IDisposable
{
    private static readonly AsyncLocal<string?> Current = new();

    private readonly Activity? _activity;

    private InvocationTrace(Activity? activity) => _activity = activity;

    /// <summary>The current invocation; null where the code runs for none.</summary>
    public static string? InvocationId => Current.Value;

    /// <summary>Begins an activity within the caller's trace (W3C Trace Context); a trace parent that is none begins nothing.</summary>
    public static InvocationTrace Begin(InvocationRequest request)
    {
        Current.Value = request.InvocationId is "" ? null : request.InvocationId;
        if (!ActivityContext.TryParse(request.TraceContext?.TraceParent, request.TraceContext?.TraceState, isRemote: true, out var parent))
            return new(null);
        var activity = new Activity("invocation") { TraceStateString = parent.TraceState };
        return new(activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start());
    }

    /// <summary>Writes what every log line of the current invocation carries.</summary>
    public static void WriteLogFields(Utf8JsonWriter writer)
    {
        if (Activity.Current is { } activity)
            writer.WriteString("traceId"u8, activity.TraceId.ToHexString());
    }

    public void Dispose() => _activity?.Dispose();
}
