namespace Lessons.ColdStart;

/// <summary>
/// One executable to measure, and its Redis. With a bundle of trusted roots that is reached over TLS. The floor is no
/// service: what it answers is not looked at.
/// </summary>
internal sealed record Candidate(string Name, string Path, string RedisUrl, string? CaFile = null, bool IsService = true,
    FirstRequest FirstRequest = FirstRequest.Login)
{
    public string Path { get; } = System.IO.Path.GetFullPath(Path);

    /// <summary>The process's environment: what Lambda sets and a runtime may look for, and nothing else of ours.</summary>
    public string?[] Environment(string runtimeApi)
    {
        List<string?> variables =
        [
            $"AWS_LAMBDA_RUNTIME_API={runtimeApi}",
            $"UPSTASH_REDIS_URL={RedisUrl}",
            $"LOGIN_MODE={(FirstRequest == FirstRequest.Login ? "open" : "password")}",
            "AWS_LAMBDA_FUNCTION_NAME=lessons",
            "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512",
            "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/lessons",
            "AWS_LAMBDA_LOG_STREAM_NAME=bench",
        ];
        // Each spawn logs in. A session too many would take two round trips more.
        if (FirstRequest == FirstRequest.PasswordLogin)
            variables.Add("MAX_SESSIONS=1000");
        // Without the second one, the first handshake reads all of /etc/ssl/certs.
        if (CaFile is not null)
            variables.AddRange([$"SSL_CERT_FILE={System.IO.Path.GetFullPath(CaFile)}", "SSL_CERT_DIR=/nonexistent"]);
        // DOTNET_ROOT is for a peer that brings no runtime.
        foreach (var name in (string[])["PATH", "HOME", "LANG", "DOTNET_ROOT"])
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
                variables.Add($"{name}={value}");
        }

        return [.. variables, null];
    }
}
