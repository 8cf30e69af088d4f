using System.Collections.Concurrent;

namespace MyApi;

/// <summary>Keeps the orders in the memory of this process. No other process has them, and they end with the process.</summary>
public sealed class MemoryOrderStore : IOrderStore
{
    private readonly ConcurrentDictionary<string, Order> _orders = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task AddAsync(Order order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        _orders[order.Id] = order;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Order?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_orders.GetValueOrDefault(id));
}
