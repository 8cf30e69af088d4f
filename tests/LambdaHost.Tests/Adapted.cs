using System.Text;
using System.Text.Json;
using Portable.Http;
using Portable.Lambda;

namespace Lessons.Tests;

/// <summary>Reads an event as the loop does, by the adapter that the event's properties choose.</summary>
internal static class Adapted
{
    public static AppRequest Read(byte[] json, string requestId = "request-1")
    {
        var source = new EventReader(json).Read();
        return EventAdapters.Of(source).ToRequest(source, requestId);
    }

    public static AppRequest Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public static IEventAdapter AdapterOf(string json) => EventAdapters.Of(new EventReader(Encoding.UTF8.GetBytes(json)).Read());

    public static string Answer(IEventAdapter adapter, AppResponse response) => Encoding.UTF8.GetString(adapter.ToAnswer(response).Span);

    /// <summary>The value of a response header, in the single form or in the multi-value form.</summary>
    public static string? Header(JsonElement answer, string name)
    {
        if (answer.TryGetProperty("headers", out var headers) && headers.TryGetProperty(name, out var value))
            return value.GetString();
        return answer.TryGetProperty("multiValueHeaders", out var lists) && lists.TryGetProperty(name, out var list) ? list[0].GetString() : null;
    }
}
