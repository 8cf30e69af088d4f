using System.Globalization;
using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>Runs lambda-local with a bootstrap that is a bash script.</summary>
internal static class BashBootstrap
{
    /// <summary>Gets an event and keeps the event's id.</summary>
    public const string Poll = """
        #!/bin/bash
        address=${AWS_LAMBDA_RUNTIME_API/://}
        exec 3<> "/dev/tcp/$address"
        printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n' >&3
        while IFS= read -r line <&3 && line=${line%$'\r'} && [ -n "$line" ]; do
            case $line in Lambda-Runtime-Aws-Request-Id:*) id=${line#*: } ;; Content-Length:*) length=${line#*: } ;; esac
        done

        """;

    /// <summary>Sends $body as the response. Then waits until lambda-local kills the process.</summary>
    public const string Answer = """

        exec 4<> "/dev/tcp/$address"
        printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s' "$id" "${#body}" "$body" >&4
        exec sleep 60
        """;

    /// <summary>Reads the event into $event.</summary>
    public const string Read = "IFS= read -r -N \"$length\" event <&3\n";

    public static async Task<RunningHost> StartAsync(TempFolder folder, string script, params string[] options)
    {
        var program = Path.Combine(folder.Path, "bootstrap");
        Needs.Linux("bash 5 and GNU's base64");
        Script.Write(program, script);
        return await RunningHost.WaitForAsync(StartTool(folder, port: 0, ["--bootstrap", program, .. options]));
    }

    // The first request of a cold function may take longer than the default time-out of Redis.
    public static ChildProcess StartTool(TempFolder folder, int port, params string[] options) => Programs.Start(
        Programs.Built("LambdaLocal", "lambda-local"),
        options,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = port.ToString(CultureInfo.InvariantCulture), ["REDIS_TIMEOUT_MS"] = "30000" },
        folder.Path);
}
