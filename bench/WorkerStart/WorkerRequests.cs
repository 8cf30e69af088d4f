using Portable.AzureFunctions.Protocol;

namespace Lessons.WorkerStart;

/// <summary>Requests as the Functions host sends them, with a browser's headers.</summary>
internal static class WorkerRequests
{
    public static RpcHttp Create(string method, string target, string? cookie = null)
    {
        var request = new RpcHttp { Method = method, Url = "https://bench.azurewebsites.net" + target };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
        [
            ("host", "bench.azurewebsites.net"), ("accept", "*/*"), ("accept-encoding", "gzip, deflate"), ("user-agent", "worker-start"),
            ("x-forwarded-for", "203.0.113.7:50000"), ("x-forwarded-proto", "https"), ("cookie", cookie),
        ])
        {
            if (value is not null)
                request.NullableHeaders.Add(name, new() { Value = value });
        }

        return request;
    }
}
