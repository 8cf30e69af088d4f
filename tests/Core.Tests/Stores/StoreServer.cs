namespace Lessons.Tests.Stores;

/// <summary>A kind of server for the tests of the stores.</summary>
public abstract class StoreServer
{
    public abstract int Port { get; }

    public virtual int Database => 0;

    public abstract ValueTask StartAsync();

    public abstract ValueTask StopAsync();
}
