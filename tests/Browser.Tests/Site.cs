using System.Globalization;
using Lessons.TestKit;

namespace Lessons.Browser;

/// <summary>A host with its own Redis. A test can cut the connection between the host and Redis.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedRedisServer _redis;
    private readonly TcpProxy _line;
    private RunningHost? _service;

    private Site()
    {
        _redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        _line = TcpProxy.Start(_redis.Port);
    }

    public int RedisPort => _redis.Port;

    public static async Task<Site> StartAsync(string host, string loginMode, string lessonsFile = "")
    {
        var site = new Site();
        site._service = await Hosts.StartAsync(host, site._line.Url, ("LOGIN_MODE", loginMode), ("LESSONS_FILE", lessonsFile), ("REDIS_TIMEOUT_MS", "5000"));
        return site;
    }

    /// <summary>Returns the absolute URL. Its host is 127.0.0.1. <see cref="StrangerSite"/> has <c>localhost</c>, which is another site.</summary>
    public string Url(string path) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_service!.Port}{path}");

    public void LoseRedis()
    {
        _line.IsRefusing = true;
        _line.Cut();
    }

    public Task FindRedisAsync()
    {
        _line.IsRefusing = false;
        return Eventually.HoldsAsync("the host can reach Redis again", async () => (await _service!.SendAsync("GET /health")).Status == 200);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        _line.Dispose();
        _redis.Dispose();
        _folder.Dispose();
    }
}
