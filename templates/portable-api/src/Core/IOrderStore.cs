namespace MyApi;

/// <summary>Keeps the orders.</summary>
public interface IOrderStore
{
    /// <summary>Keeps an order under its id.</summary>
    Task AddAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Returns the order with this id; null if there is none.</summary>
    Task<Order?> FindAsync(string id, CancellationToken cancellationToken);
}
