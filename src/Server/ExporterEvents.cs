using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace Lessons.Server;

/// <summary>Says once in the log why telemetry cannot be sent: the library says it to event listeners only, at each attempt.</summary>
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
        if (logger is not null && Interlocked.Exchange(ref _isSaid, 1) == 0) // the base constructor may call this
            ServerLog.TelemetryNotSent(logger, eventData.EventName ?? "", (eventData.Payload?.LastOrDefault()?.ToString() ?? "").Split('\n')[0]);
    }
}
