using Lessons.Server;
using Portable.Redis;

namespace Lessons.KestrelHost;

/// <summary>The embedded Redis of the development server. Its data is in <c>.lessons-data</c> in the working folder.</summary>
internal sealed class DevelopmentRedis : IOwnRedis
{
    private readonly EmbeddedRedisServer _server;

    private DevelopmentRedis(EmbeddedRedisServer server) => _server = server;

    public RedisUrl Url => _server.Url;

    /// <exception cref="EmbeddedRedisException">Another process uses the data folder, or the folder or its data cannot be used.</exception>
    public static IOwnRedis Start(ILogger logger)
    {
        var server = EmbeddedRedisServer.Start(Path.GetFullPath(".lessons-data"));
        DevelopmentLog.EmbeddedRedis(logger, server.Port, server.DataFolder);
        if (server.Loss is { } loss)
            DevelopmentLog.EmbeddedRedisDamaged(logger, loss);
        return new DevelopmentRedis(server);
    }

    public async Task<string?> FailureBeforeAsync(Task serverEnd) =>
        await EmbeddedRedisServer.IsStuckBeforeAsync(_server, serverEnd) ? _server.StuckMessage : null;

    public void Dispose() => _server.Dispose();
}
