using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>Every setting of the service, read once from environment variables. An empty variable counts as not set.</summary>
public sealed record AppSettings
{
    /// <summary><c>UPSTASH_REDIS_URL</c>: <c>redis://</c> or <c>rediss://</c>.</summary>
    public RedisUrl? RedisUrl { get; init; }

    /// <summary>
    /// <c>UPSTASH_REDIS_URL_PARAMETER</c>: the name of the parameter in the Parameter Store that holds the URL, for the Lambda
    /// host.
    /// </summary>
    public string? RedisUrlParameter { get; init; }

    /// <summary><c>REDIS_TIMEOUT_MS</c>: how long a Redis command may take, including its retry.</summary>
    public TimeSpan RedisTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>REDIS_CLUSTER</c>: whether the URL's server is a node of a Redis Cluster.</summary>
    public bool RedisCluster { get; init; }

    /// <summary><c>SESSION_COOKIE_NAME</c>: the name of the session cookie.</summary>
    public string SessionCookieName { get; init; } = "xxx_session_id";

    /// <summary>
    /// <c>LOGIN_MODE</c>. If it is not set, the mode is <c>password</c> wherever a Redis is configured. So no deployment is open
    /// by accident.
    /// </summary>
    public LoginMode LoginMode { get; init; }

    /// <summary><c>REGISTRATION</c>: whether anyone may register; if not, <c>lessons-server user add</c> creates accounts.</summary>
    public bool IsRegistrationOpen { get; init; } = true;

    /// <summary>
    /// <c>SESSION_TTL</c>, in seconds: how long a session lasts after the login. It is also the cookie's Max-Age.
    /// </summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// <c>SESSION_IDLE_TTL</c>, in seconds: how long a session lasts without use. Null means that only <c>SESSION_TTL</c>
    /// applies.
    /// </summary>
    public TimeSpan? SessionIdleLifetime { get; init; }

    /// <summary><c>MAX_SESSIONS</c>: how many sessions a user may have. One more login ends the oldest session.</summary>
    public int MaxSessions { get; init; } = 20;

    /// <summary><c>MAX_LESSONS</c>: how many lessons a user may complete where there is no catalogue, in mode <c>password</c>.</summary>
    public int MaxLessons { get; init; } = 10_000;

    /// <summary>
    /// <c>TRUST_PROXY</c> and <c>PROXY_HEADER</c>: which proxies stand before the host, and which header has the client's
    /// address. Null means no proxies.
    /// </summary>
    public TrustedProxies? TrustedProxies { get; init; }

    /// <summary>
    /// <c>LESSONS_FILE</c>: the catalogue. Null means the <c>lessons.json</c> beside the program, if that file exists.
    /// </summary>
    public string? LessonsFile { get; init; }

    /// <summary><c>ALLOWED_ORIGINS</c>: the front ends, besides the service's own origin, whose pages may call it.</summary>
    public AllowedOrigins? AllowedOrigins { get; init; }

    /// <summary><c>LOG_REQUESTS</c>: whether the log has a line for each request.</summary>
    public bool LogsRequests { get; init; } = true;

    /// <summary>Whether a Redis is configured. Without one, the service is only a demo on one machine.</summary>
    public bool NamesRedis => RedisUrl is not null || RedisUrlParameter is not null;

    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static AppSettings Read(Func<string, string?> getVariable)
    {
        var reader = new SettingsReader(getVariable);
        var settings = new AppSettings();
        settings = settings with
        {
            RedisUrl = reader.Text("UPSTASH_REDIS_URL") is { } url ? ParseRedisUrl(url) : null,
            RedisUrlParameter = reader.Text("UPSTASH_REDIS_URL_PARAMETER"),
            RedisTimeout = reader.Number("REDIS_TIMEOUT_MS", 100, 30_000) is { } timeout ? TimeSpan.FromMilliseconds(timeout) : settings.RedisTimeout,
            RedisCluster = reader.Flag("REDIS_CLUSTER"),
            SessionCookieName = reader.Text("SESSION_COOKIE_NAME") is { } name ? ParseCookieName(name) : settings.SessionCookieName,
            IsRegistrationOpen = reader.Text("REGISTRATION") is not { } registration || ParseRegistration(registration),
            SessionLifetime = Seconds(reader, "SESSION_TTL") ?? settings.SessionLifetime,
            SessionIdleLifetime = Seconds(reader, "SESSION_IDLE_TTL"),
            MaxSessions = reader.Number("MAX_SESSIONS", 1, 1000) ?? settings.MaxSessions,
            MaxLessons = reader.Number("MAX_LESSONS", 1, 100_000) ?? settings.MaxLessons,
            TrustedProxies = ParseProxies(reader.Text("TRUST_PROXY"), reader.Text("PROXY_HEADER")),
            LessonsFile = reader.Text("LESSONS_FILE"),
            LogsRequests = reader.Text("LOG_REQUESTS") is null || reader.Flag("LOG_REQUESTS"),
            AllowedOrigins = reader.Text("ALLOWED_ORIGINS") is { } origins ? ParseOrigins(origins) : null,
        };
        settings = settings with { LoginMode = ParseLoginMode(reader.Text("LOGIN_MODE"), settings) };
        if (settings.LoginMode == LoginMode.Open)
            RefuseWhatOpenModeCannotKeep(reader.Text);
        if (settings.SessionIdleLifetime > settings.SessionLifetime)
            throw new SettingsException("SESSION_IDLE_TTL must not be above SESSION_TTL.");
        return settings;
    }

    /// <summary>
    /// The Lambda host calls this method. A client can call a public Function URL directly, without any proxy. So on Lambda, a
    /// number of proxies is no protection.
    /// </summary>
    /// <exception cref="SettingsException"><c>TRUST_PROXY</c> is a count.</exception>
    public void RequireProxyNetworks()
    {
        if (TrustedProxies is { AreNetworks: false })
            throw new SettingsException(
                "TRUST_PROXY must be networks on Lambda, such as those of CloudFront: "
                + "a client can call a public Function URL directly, without the proxy.");
    }

    private static LoginMode ParseLoginMode(string? text, AppSettings settings) => text switch
    {
        "open" => LoginMode.Open,
        "password" => LoginMode.Password,
        null => settings.NamesRedis ? LoginMode.Password : LoginMode.Open,
        _ => throw new SettingsException("LOGIN_MODE must be open or password."),
    };

    // An operator who sets one of these variables relies on it. Mode open cannot apply these settings: it has no accounts, and it
    // sends Redis only the article's commands.
    private static void RefuseWhatOpenModeCannotKeep(Func<string, string?> get)
    {
        var name = get("SESSION_IDLE_TTL") is not null ? "SESSION_IDLE_TTL"
            : get("MAX_SESSIONS") is not null ? "MAX_SESSIONS"
            : get("MAX_LESSONS") is not null ? "MAX_LESSONS"
            : get("REGISTRATION") == "closed" ? "REGISTRATION"
            : null;
        if (name is not null)
            throw new SettingsException($"{name} needs LOGIN_MODE=password.");
    }

    private static RedisUrl ParseRedisUrl(string text) =>
        RedisUrl.TryParse(text, out var url, out var error) ? url : throw new SettingsException($"UPSTASH_REDIS_URL {error}.");

    // The maximum is one year, because the value is also the cookie's Max-Age.
    private static TimeSpan? Seconds(SettingsReader reader, string name) =>
        reader.Number(name, 1, 365 * 24 * 3600) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static bool ParseRegistration(string text) => text switch
    {
        "open" => true,
        "closed" => false,
        _ => throw new SettingsException("REGISTRATION must be open or closed."),
    };

    // RFC 9110, 5.6.2, defines a token.
    private static bool IsToken(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    private static string ParseCookieName(string text) =>
        IsToken(text)
            ? text
            : throw new SettingsException("SESSION_COOKIE_NAME may contain only ASCII letters, digits and the characters !#$%&'*+-.^_`|~.");

    private static AllowedOrigins ParseOrigins(string text) =>
        AllowedOrigins.TryParse(text, out var origins)
            ? origins
            : throw new SettingsException("ALLOWED_ORIGINS must be origins such as https://app.example.com, separated by commas: in lower case, without a path, a wildcard or the scheme's own port.");

    private static TrustedProxies? ParseProxies(string? trust, string? header)
    {
        if (!TrustedProxies.TryParse(trust ?? "false", header ?? TrustedProxies.DefaultHeader, out var proxies))
        {
            throw new SettingsException(
                "TRUST_PROXY must be false, true (one proxy), a number of proxies from 1 to 10, or networks such as 10.0.0.0/8, separated by commas.");
        }

        if (header is null)
            return proxies;
        if (proxies is null)
            throw new SettingsException("PROXY_HEADER needs TRUST_PROXY.");
        return IsToken(header) ? proxies : throw new SettingsException("PROXY_HEADER must be the name of one header.");
    }
}
