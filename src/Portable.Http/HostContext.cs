using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>The objects that a host passes to the application that it starts.</summary>
/// <param name="logger">Writes to the host's log.</param>
/// <param name="time">The clock.</param>
/// <param name="getVariable">Returns an environment variable; null where it is not set.</param>
public sealed class HostContext(ILogger logger, TimeProvider time, Func<string, string?> getVariable) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _resources = [];

    /// <summary>Writes to the host's log.</summary>
    public ILogger Logger => logger;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Returns an environment variable; null where it is not set.</summary>
    public Func<string, string?> GetVariable => getVariable;

    /// <summary>
    /// Registers a resource that lasts as long as the application, such as a connection. A host that replaces its application
    /// disposes of the old application's resources after the last request to the old application is answered.
    /// </summary>
    public T Own<T>(T resource)
        where T : IAsyncDisposable
    {
        _resources.Add(resource);
        return resource;
    }

    /// <summary>
    /// Disposes of all registered resources, in reverse order of registration. A failure is logged, and the remaining resources
    /// are still disposed of. A second call disposes of the resources that were registered since the first call.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable[] resources = [.. Enumerable.Reverse(_resources)];
        _resources.Clear();
        foreach (var resource in resources)
        {
            try
            {
                await resource.DisposeAsync();
            }
            catch (Exception exception)
            {
                HttpLog.DisposeFailed(logger, exception);
            }
        }
    }
}
