using Xunit;

namespace Portable.Conformance;

/// <summary>
/// A host with <see cref="ProbeApp"/>, as a class fixture of xunit. The host starts before the first case of the class, and ends after
/// the last case.
/// </summary>
public abstract class ProbeHost : IAsyncLifetime
{
    private RunningHost? _running;

    /// <summary>The cases that fail on this host. Each of them runs, and must fail.</summary>
    public virtual IReadOnlyList<HostLimit> Limits => [];

    /// <summary>The started host.</summary>
    public RunningHost Running => _running ?? throw new InvalidOperationException("The host has not started.");

    /// <summary>Starts the host. If this method throws, every case of the class fails.</summary>
    public async ValueTask InitializeAsync() => _running = await StartAsync();

    /// <summary>Ends the host.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await _running.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the host with the handler of <see cref="ProbeApp.Create"/>.</summary>
    protected abstract Task<RunningHost> StartAsync();
}
