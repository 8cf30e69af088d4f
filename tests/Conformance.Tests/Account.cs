using System.Text.Json;

namespace Lessons.Conformance;

/// <summary>The requests that a browser sends for an account.</summary>
internal static class Account
{
    public const string Json = "Content-Type: application/json";

    public static Task<RawResponse> RegisterAsync(this RunningHost service, string user, string password = Some.Password) =>
        service.SendAsync("POST /register", [Json], Body(("userId", user), ("password", password)));

    public static Task<RawResponse> LogInAsync(this RunningHost service, string user, string password = Some.Password, params string[] headers) =>
        service.SendAsync("POST /login", [Json, .. headers], Body(("userId", user), ("password", password)));

    public static Task<RawResponse> ChangePasswordAsync(this RunningHost service, string cookie, string password, string newPassword) =>
        service.SendAsync("POST /password", [Json, cookie], Body(("password", password), ("newPassword", newPassword)));

    /// <summary>The session cookie of a response, as a Cookie header.</summary>
    public static string Cookie(RawResponse response) =>
        "Cookie: " + (response.Header("Set-Cookie") ?? throw new InvalidOperationException($"The response has no session cookie: {response}")).Split(';')[0];

    public static string SessionId(string cookie) => cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private static string Body(params (string Name, string Value)[] values) =>
        '{' + string.Join(',', values.Select(value => $"\"{value.Name}\":\"{JsonEncodedText.Encode(value.Value)}\"")) + '}';
}
