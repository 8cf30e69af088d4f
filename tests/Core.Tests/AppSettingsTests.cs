using Portable.Http;
using Portable.Redis;
using Xunit;

namespace Lessons.Tests;

public sealed class AppSettingsTests
{
    [Fact]
    public void Settings_have_the_articles_defaults_if_every_variable_is_empty() =>
        Assert.Equal(
            new AppSettings { RedisUrl = null, RedisTimeout = TimeSpan.FromSeconds(1), SessionCookieName = "xxx_session_id", TrustedProxies = null, LessonsFile = null, AllowedOrigins = null },
            AppSettings.Read(_ => ""));

    [Fact]
    public void Settings_are_read_from_environment_variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["UPSTASH_REDIS_URL"] = " redis://h ",
            ["REDIS_TIMEOUT_MS"] = "2500",
            ["REDIS_CLUSTER"] = "true",
            ["SESSION_COOKIE_NAME"] = "__Host-id",
            ["TRUST_PROXY"] = "true",
            ["LESSONS_FILE"] = "/opt/lessons.json",
            ["ALLOWED_ORIGINS"] = " https://app.example.com , http://localhost:5173 ",
            ["LOGIN_MODE"] = "password",
            ["REGISTRATION"] = "closed",
            ["SESSION_TTL"] = "28800",
            ["SESSION_IDLE_TTL"] = "1800",
            ["MAX_SESSIONS"] = "3",
            ["LOG_REQUESTS"] = "false",
        };

        Assert.Equal(
            new AppSettings
            {
                RedisUrl = new RedisUrl("h", 6379, UseTls: false, User: null, Password: null, Database: 0),
                RedisTimeout = TimeSpan.FromMilliseconds(2500),
                RedisCluster = true,
                SessionCookieName = "__Host-id",
                LoginMode = LoginMode.Password,
                IsRegistrationOpen = false,
                SessionLifetime = TimeSpan.FromHours(8),
                SessionIdleLifetime = TimeSpan.FromMinutes(30),
                MaxSessions = 3,
                LogsRequests = false,
                TrustedProxies = TrustedProxies.TryParse("true", TrustedProxies.DefaultHeader, out var proxies) ? proxies : null,
                LessonsFile = "/opt/lessons.json",
                AllowedOrigins = new AllowedOrigins("https://app.example.com,http://localhost:5173"),
            },
            AppSettings.Read(variables.GetValueOrDefault));
    }

    [Theory]
    [InlineData("UPSTASH_REDIS_URL", "redis://h", null, LoginMode.Password)]
    [InlineData("UPSTASH_REDIS_URL_PARAMETER", "/redis", null, LoginMode.Password)]
    [InlineData("UPSTASH_REDIS_URL", "redis://h", "open", LoginMode.Open)]
    [InlineData("PORT", "1", null, LoginMode.Open)]
    [InlineData("PORT", "1", "password", LoginMode.Password)]
    public void The_login_mode_is_password_with_a_Redis_unless_LOGIN_MODE_is_set(string variable, string value, string? loginMode, LoginMode expected)
    {
        var settings = AppSettings.Read(name => name == variable ? value : name == "LOGIN_MODE" ? loginMode : null);

        Assert.Equal(expected, settings.LoginMode);
    }

    [Fact]
    public void SESSION_IDLE_TTL_above_SESSION_TTL_throws_SettingsException()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["LOGIN_MODE"] = "password", ["SESSION_TTL"] = "60", ["SESSION_IDLE_TTL"] = "61" };

        var exception = Assert.Throws<SettingsException>(() => AppSettings.Read(variables.GetValueOrDefault));

        Assert.Equal("SESSION_IDLE_TTL must not be above SESSION_TTL.", exception.Message);
    }

    [Theory]
    [InlineData("REDIS_TIMEOUT_MS", "1 s")]
    [InlineData("REDIS_TIMEOUT_MS", "99")]
    [InlineData("REDIS_TIMEOUT_MS", "30001")]
    [InlineData("REDIS_TIMEOUT_MS", "-1000")]
    [InlineData("SESSION_COOKIE_NAME", "a b")]
    [InlineData("SESSION_COOKIE_NAME", "a=b")]
    [InlineData("SESSION_COOKIE_NAME", "é")]
    [InlineData("TRUST_PROXY", "yes")]
    [InlineData("REDIS_CLUSTER", "3")]
    [InlineData("ALLOWED_ORIGINS", "*")]
    [InlineData("ALLOWED_ORIGINS", "https://app.example.com,")]
    [InlineData("LOGIN_MODE", "Open")]
    [InlineData("REGISTRATION", "no")]
    [InlineData("REGISTRATION", "closed")]
    [InlineData("SESSION_TTL", "0")]
    [InlineData("SESSION_TTL", "31536001")]
    [InlineData("SESSION_TTL", "1h")]
    [InlineData("SESSION_IDLE_TTL", "60")]
    [InlineData("MAX_SESSIONS", "0")]
    [InlineData("MAX_SESSIONS", "20")]
    [InlineData("UPSTASH_REDIS_URL", "s3cret")]
    [InlineData("UPSTASH_REDIS_URL", "redis://:s3cret%zz@h")]
    [InlineData("UPSTASH_REDIS_URL", "redis://:s3cret@h:port")]
    public void An_invalid_setting_throws_with_its_name_and_without_a_secret(string variable, string value)
    {
        var exception = Assert.Throws<SettingsException>(() => AppSettings.Read(name => name == variable ? value : null));

        Assert.StartsWith(variable + " ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.Message, StringComparison.Ordinal);
    }
}
