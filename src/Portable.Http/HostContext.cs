using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>What a host gives to the application that it starts.</summary>
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
    /// Hands over what lives as long as the application, such as a connection. A host that replaces its application disposes of
    /// the old one's when its requests are answered.
    /// </summary>
    public T Own<T>(T resource)
        where T : IAsyncDisposable
    {
        _resources.Add(resource);
        return resource;
    }

    /// <summary>Disposes of all that the application has handed over, the last first. What fails is logged, and the others follow. A second call disposes of what was handed over since the first.</summary>
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
