using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace Lessons.Server;

/// <summary>
/// Logs the first reason why telemetry cannot be sent. The OpenTelemetry library reports each failed export only to event listeners.
/// </summary>
internal sealed class ExporterEvents(ILogger logger) : EventListener
{
    private const string Source = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private int _isSaid;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
            EnableEvents(eventSource, EventLevel.Error);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (logger is not null && Interlocked.Exchange(ref _isSaid, 1) == 0) // The base constructor may already call this method.
            ServerLog.TelemetryNotSent(logger, eventData.EventName ?? "", (eventData.Payload?.LastOrDefault()?.ToString() ?? "").Split('\n')[0]);
    }
}
