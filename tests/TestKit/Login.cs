namespace Lessons.TestKit;

/// <summary>Logs in to the service on a host.</summary>
public static class Login
{
    /// <summary>Logs in with GET /login and returns the session cookie as a Cookie header.</summary>
    public static async Task<string> LoginAsync(this RunningHost service, string userId)
    {
        var response = await service.SendAsync($"GET /login?userId={userId}");
        var cookie = response.Header("Set-Cookie") ?? throw new InvalidOperationException($"The login opened no session: {response}\n{service.Output}");
        return "Cookie: " + cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];
    }
}
