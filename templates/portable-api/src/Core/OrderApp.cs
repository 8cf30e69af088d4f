using Portable.Http;

namespace MyApi;

/// <summary>The application: its middlewares and its routes. It is the same on every host.</summary>
public static class OrderApp
{
#if (redis)
    /// <summary>Creates the handler for all requests. The orders are in the Redis of <c>UPSTASH_REDIS_URL</c>.</summary>
    public static Handler Create(HostContext host) => Create(host, RedisOrderStore.Open(host));
#else
    /// <summary>Creates the handler for all requests. The orders are in the memory of this process.</summary>
    public static Handler Create(HostContext host) => Create(host, new MemoryOrderStore());
#endif

    /// <summary>Creates the handler for all requests, with this store.</summary>
    public static Handler Create(HostContext host, IOrderStore store)
    {
        ArgumentNullException.ThrowIfNull(host);
        var orders = new OrderHandlers(store);
        return new HttpApp()
            .Use(StandardHeaders.Add)
            .Use(RequestLog.To(host.Logger, host.Time))
            .Use(Recover.LogTo(host.Logger))
#if (redis)
            .Use(StoreFailure.LogTo(host.Logger))
#endif
            .Map("POST", "/orders", BodyLimit.Wrap(orders.AddAsync))
            .MapRead("/orders/{id}", orders.FindAsync)
            .Build();
    }
}
