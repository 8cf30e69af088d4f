using System.Globalization;
using Portable.Http;
using Portable.Redis;

namespace MyApi;

/// <summary>Keeps the orders in Redis. The key <c>PORTABLE_STACK:order:{id}</c> has the quantity, a blank and the item.</summary>
public sealed class RedisOrderStore(RedisConnection redis) : IOrderStore
{
    private static readonly RedisInstruments Instruments = new("MyApi", "orders.store");

    /// <summary>Starts to connect to the Redis of <c>UPSTASH_REDIS_URL</c>, and returns at once.</summary>
    /// <exception cref="SettingsException">The variable is not set, or its value is not the URL of a Redis.</exception>
    public static RedisOrderStore Open(HostContext host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var text = new SettingsReader(host.GetVariable).Text("UPSTASH_REDIS_URL")
            ?? throw new SettingsException("UPSTASH_REDIS_URL must be set, for example to redis://127.0.0.1:6379.");
        return Open(host, text, "UPSTASH_REDIS_URL");
    }

    /// <summary>Does the same with the Redis of a URL.</summary>
    /// <param name="host">The host, which disposes of the connection at its end.</param>
    /// <param name="text">A <c>redis://</c> or <c>rediss://</c> URL.</param>
    /// <param name="origin">Where the URL comes from, for the message of the exception.</param>
    /// <exception cref="SettingsException">The text is not the URL of a Redis.</exception>
    public static RedisOrderStore Open(HostContext host, string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(host);
        return RedisUrl.TryParse(text, out var url, out var error)
            ? new(host.Own(RedisConnection.Open(new(url), Instruments, host.Logger)))
            : throw new SettingsException($"{origin} {error}.");
    }

    /// <inheritdoc/>
    public Task AddAsync(Order order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var value = string.Create(CultureInfo.InvariantCulture, $"{order.Quantity} {order.Item}");
        return redis.ExecuteAsync("SET", (database, flags) => database.StringSetAsync(Key(order.Id), value, flags: flags), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Order?> FindAsync(string id, CancellationToken cancellationToken)
    {
        string? value = await redis.ExecuteAsync("GET", (database, flags) => database.StringGetAsync(Key(id), flags), cancellationToken);
        return value?.Split(' ', 2) is [var quantity, var item] ? new(id, item, int.Parse(quantity, CultureInfo.InvariantCulture)) : null;
    }

    // Several applications can share a Redis, so a key begins with the name of this one.
    private static string Key(string id) => $"PORTABLE_STACK:order:{id}";
}
