using Portable.Http;

namespace Lessons.Micro;

/// <summary>Requests of a logged-in user as curl and wrk send them.</summary>
internal static class SampleRequests
{
    public static readonly Header[] Headers =
    [
        new("Host", "127.0.0.1:5000"),
        new("User-Agent", "curl/7.88.1"),
        new("Accept", "*/*"),
        new("Cookie", "xxx_session_id=" + MemoryStores.SessionId),
    ];

    public static AppRequest Create(string method, string path) => new()
    {
        Method = method,
        Path = path,
        Headers = [.. Headers],
        RemoteAddress = "127.0.0.1",
        RequestId = "0HNQ9STON3ESK:00000001",
    };
}
