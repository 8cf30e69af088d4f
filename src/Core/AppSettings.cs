using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lessons.Http;
using Lessons.Stores;

namespace Lessons;

/// <summary>Every setting, read once from environment variables. An empty variable counts as not set.</summary>
public sealed record AppSettings
{
    /// <summary><c>UPSTASH_REDIS_URL</c>: <c>redis://</c> or <c>rediss://</c>.</summary>
    public RedisUrl? RedisUrl { get; init; }

    /// <summary><c>UPSTASH_REDIS_URL_PARAMETER</c>: the Parameter Store's name of the URL, for the Lambda host.</summary>
    public string? RedisUrlParameter { get; init; }

    /// <summary><c>REDIS_TIMEOUT_MS</c>: how long a command to Redis may take, with its retry.</summary>
    public TimeSpan RedisTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>REDIS_CLUSTER</c>: whether the URL's server is a node of a Redis Cluster.</summary>
    public bool RedisCluster { get; init; }

    /// <summary><c>PORT</c>: where the Kestrel host listens; 0 lets the system choose.</summary>
    public int Port { get; init; } = 5000;

    /// <summary><c>BIND_ADDRESS</c>: the Kestrel host's address; null is loopback, IPv4 and IPv6.</summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary><c>SESSION_COOKIE_NAME</c>.</summary>
    public string SessionCookieName { get; init; } = "xxx_session_id";

    /// <summary><c>TRUST_PROXY</c>: whether the Kestrel host believes X-Forwarded-For and X-Forwarded-Proto.</summary>
    public bool TrustProxy { get; init; }

    /// <summary><c>LESSONS_FILE</c>: the catalogue; null is the <c>lessons.json</c> beside the program, if there is one.</summary>
    public string? LessonsFile { get; init; }

    /// <summary><c>ALLOWED_ORIGINS</c>: the front ends, besides the service's own origin, whose pages may call it.</summary>
    public AllowedOrigins? AllowedOrigins { get; init; }

    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static AppSettings Read(Func<string, string?> getVariable)
    {
        string? Get(string name) => getVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

        if (Get("LOGIN_MODE") is not (null or "open"))
            throw new SettingsException("LOGIN_MODE must be open.");
        var settings = new AppSettings();
        return settings with
        {
            RedisUrl = Get("UPSTASH_REDIS_URL") is { } url ? ParseRedisUrl(url) : null,
            RedisUrlParameter = Get("UPSTASH_REDIS_URL_PARAMETER"),
            RedisTimeout = Get("REDIS_TIMEOUT_MS") is { } timeout ? ParseTimeout(timeout) : settings.RedisTimeout,
            RedisCluster = Get("REDIS_CLUSTER") is { } cluster && ParseBoolean("REDIS_CLUSTER", cluster),
            Port = Get("PORT") is { } port ? ParsePort(port) : settings.Port,
            BindAddress = Get("BIND_ADDRESS") is { } address ? ParseAddress(address) : null,
            SessionCookieName = Get("SESSION_COOKIE_NAME") is { } name ? ParseCookieName(name) : settings.SessionCookieName,
            TrustProxy = Get("TRUST_PROXY") is { } trust && ParseBoolean("TRUST_PROXY", trust),
            LessonsFile = Get("LESSONS_FILE"),
            AllowedOrigins = Get("ALLOWED_ORIGINS") is { } origins ? ParseOrigins(origins) : null,
        };
    }

    private static RedisUrl ParseRedisUrl(string text) =>
        RedisUrl.TryParse(text, out var url, out var error) ? url : throw new SettingsException($"UPSTASH_REDIS_URL {error}.");

    private static TimeSpan ParseTimeout(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 100 and <= 30_000
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new SettingsException("REDIS_TIMEOUT_MS must be a whole number from 100 to 30000.");

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? port
            : throw new SettingsException("PORT must be a whole number from 0 to 65535.");

    private static IPAddress ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text) ? address : throw new SettingsException("BIND_ADDRESS must be an IP address, such as 0.0.0.0.");

    // A token of RFC 9110, 5.6.2.
    private static string ParseCookieName(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
            ? text
            : throw new SettingsException("SESSION_COOKIE_NAME must be letters, digits and any of !#$%&'*+-.^_`|~ only.");

    private static AllowedOrigins ParseOrigins(string text) =>
        AllowedOrigins.TryParse(text, out var origins)
            ? origins
            : throw new SettingsException("ALLOWED_ORIGINS must be origins such as https://app.example.com, separated by commas: in lower case, without a path, a wildcard or the scheme's own port.");

    private static bool ParseBoolean(string name, string text) =>
        bool.TryParse(text, out var value) ? value : throw new SettingsException($"{name} must be true or false.");
}
