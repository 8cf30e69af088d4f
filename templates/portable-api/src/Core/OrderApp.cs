using Portable.Http;

namespace MyApi;

/// <summary>The application: its middlewares and its routes. It is the same on every host.</summary>
public static class OrderApp
{
    /// <summary>Creates the handler for all requests.</summary>
    public static Handler Create(HostContext host)
    {
        ArgumentNullException.ThrowIfNull(host);
#if (redis)
        var orders = new OrderHandlers(RedisOrderStore.Open(host));
#else
        var orders = new OrderHandlers(new MemoryOrderStore());
#endif
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
