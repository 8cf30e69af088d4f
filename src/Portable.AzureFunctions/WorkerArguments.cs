using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Portable.AzureFunctions;

/// <summary>The command-line options with which the Functions host starts a worker. Each value has an older and a newer option.</summary>
internal sealed record WorkerArguments(string Address, string WorkerId, string RequestId, int MaxMessageBytes)
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    /// <summary>Reads options that are pairs of a name and a value. Options that this worker does not use are ignored.</summary>
    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out WorkerArguments? parsed, out string error)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < arguments.Length; i++)
        {
            if (arguments[i].StartsWith("--", StringComparison.Ordinal))
                values[arguments[i]] = arguments[i + 1];
        }

        string? Get(string name, string olderName) => values.GetValueOrDefault(name) ?? values.GetValueOrDefault(olderName);

        parsed = null;
        var address = values.GetValueOrDefault("--functions-uri") ?? (values.TryGetValue("--host", out var host) && values.TryGetValue("--port", out var port) ? $"http://{host}:{port}" : null);
        var worker = Get("--functions-worker-id", "--workerId");
        var request = Get("--functions-request-id", "--requestId");
        var max = Get("--functions-grpc-max-message-length", "--grpcMaxMessageLength");
        var maxBytes = int.MaxValue;
        if (address is null)
            error = Missing("--functions-uri");
        else if (worker is null)
            error = Missing("--functions-worker-id");
        else if (request is null)
            error = Missing("--functions-request-id");
        else if (!IsHttp(address))
            error = "--functions-uri must be http://HOST:PORT/.";
        else if (max is not null && !(int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out maxBytes) && maxBytes > 0))
            error = "--functions-grpc-max-message-length must be a number of bytes from 1 to 2147483647.";
        else
            (parsed, error) = (new(address, worker, request, maxBytes), "");
        return parsed is not null;
    }

    private static string Missing(string name) =>
        $"{name} is missing. The Azure Functions host, or a stand-in such as functions-local, must start this worker.";

    private static bool IsHttp(string address)
    {
        if (!address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return false;
        var authority = address[7..].TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        return colon > 0
            && authority.AsSpan(0, colon).IndexOfAnyExcept(HostCharacters) < 0
            && int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535;
    }
}
