using System.Diagnostics;
using System.Text.Json;

namespace Portable.Lambda;

/// <summary>Publishes the trace of an invocation in three places: an environment variable, the current Activity, and the log lines.</summary>
internal sealed class InvocationTrace : IDisposable
{
    /// <summary>Whether several invocations run at once. The environment variable is then not set, because it would belong to only one of them.</summary>
    public static bool IsConcurrent { get; set; }

    // Work that began within an invocation and outlives it, such as a connection, keeps this object. So Dispose sets _invocation to null.
    private static readonly AsyncLocal<InvocationTrace?> Current = new();

    // If one invocation runs at a time, log lines from outside its flow belong to it too, for example the line about a failed connection.
    private static volatile InvocationTrace? s_only;

    private readonly Activity? _activity;
    private volatile Invocation? _invocation;

    private InvocationTrace(Invocation invocation, Activity? activity) => (_invocation, _activity) = (invocation, activity);

    public static InvocationTrace Begin(Invocation invocation)
    {
        var trace = Current.Value = new(invocation, StartActivity(invocation));
        if (!IsConcurrent)
        {
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
            s_only = trace;
        }

        return trace;
    }

    /// <summary>Writes the fields of the current invocation into a log line. The request id is written only if the line does not have it yet.</summary>
    public static void WriteLogFields(Utf8JsonWriter writer, bool hasRequestId)
    {
        if ((Current.Value?._invocation ?? s_only?._invocation) is not { } invocation)
            return;
        if (!hasRequestId)
            writer.WriteString("requestId"u8, invocation.RequestId);
        WriteTrace(writer, invocation);
    }

    public void Dispose()
    {
        _invocation = null;
        _activity?.Dispose();
    }

    private static void WriteTrace(Utf8JsonWriter writer, Invocation invocation)
    {
        if (invocation.TraceId is not null)
            writer.WriteString("traceId"u8, invocation.TraceId);
        if (invocation.TenantId is not null)
            writer.WriteString("tenantId"u8, invocation.TenantId);
    }

    // A trace id is "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1". The root's 32 hexadecimal digits are a
    // W3C trace id.
    private static Activity? StartActivity(Invocation invocation)
    {
        string? root = null, parent = null, sampled = null;
        foreach (var part in (invocation.TraceId ?? "").Split(';'))
        {
            if (part.StartsWith("Root=1-", StringComparison.Ordinal))
                root = part[7..].Replace("-", "", StringComparison.Ordinal);
            else if (part.StartsWith("Parent=", StringComparison.Ordinal))
                parent = part[7..];
            else if (part.StartsWith("Sampled=", StringComparison.Ordinal))
                sampled = part[8..];
        }

        if (root is not { Length: 32 } || parent is not { Length: 16 })
            return null;
        var activity = new Activity("invocation");
        activity.SetParentId($"00-{root}-{parent}-{(sampled == "1" ? "01" : "00")}");
        return activity.Start();
    }
}
