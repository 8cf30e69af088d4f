using System.Globalization;
using Google.Protobuf;
using Lessons.TestKit;
using Portable.AzureFunctions.Protocol;

namespace Lessons.Tests;

/// <summary>Requests as the Functions host sends them to a worker with the capabilities of AzureHost.NativeAot.</summary>
internal static class RpcRequests
{
    public static RpcHttp Http(string method, string target, params (string Name, string Value)[] headers)
    {
        var http = new RpcHttp { Method = method, Url = "http://localhost:7071" + target };
        foreach (var (name, value) in headers)
            http.NullableHeaders[name] = new() { Value = value };
        return http;
    }

    public static RpcHttp WithBody(this RpcHttp http, string body)
    {
        http.Body = new() { Bytes = ByteString.CopyFromUtf8(body) };
        return http;
    }

    /// <summary>Returns the complete answer for an error, as the wire contract prescribes it.</summary>
    public static RpcHttp Error(int status, string message, string requestId) => new()
    {
        StatusCode = status.ToString(CultureInfo.InvariantCulture),
        Headers =
        {
            ["Content-Type"] = "application/json; charset=utf-8",
            ["Cache-Control"] = "no-store",
            ["X-Content-Type-Options"] = "nosniff",
            ["Content-Security-Policy"] = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
            ["Cross-Origin-Resource-Policy"] = "same-origin",
            ["Referrer-Policy"] = "no-referrer",
            ["X-Request-Id"] = requestId,
        },
        Body = new() { Bytes = ByteString.CopyFromUtf8(ErrorBody.Of(message) + "\n") },
    };

    public static InvocationRequest Invocation(string id, RpcHttp http) => Invocation(id, new TypedData { Http = http });

    public static InvocationRequest Invocation(string id, TypedData data) => new()
    {
        InvocationId = id,
        FunctionId = "lessons",
        InputData = { new ParameterBinding { Name = "req", Data = data } },
    };
}
