using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>
/// Runs Kestrel as long as the host runs. When the host stops, open requests may finish within the host's shutdown time.
/// </summary>
internal sealed class HttpService(KestrelServer server, HttpApplication application, ILogger logger) : IHostedService, IDisposable
{
    /// <exception cref="SettingsException">The address or the port cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await server.StartAsync(application, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new SettingsException($"PORT or BIND_ADDRESS cannot be used: {exception.Message}");
        }

        KestrelLog.Listening(logger, server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    // Kestrel cuts off open requests when the token of its StopAsync is cancelled. The token HostEnding of the requests is
    // cancelled before that. So the handling of a cut-off request sees that the host, and not the client, has ended the request.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var cutOff = new CancellationTokenSource();
        await using var registration = cancellationToken.UnsafeRegister(_ => CutOff(cutOff), null);
        await server.StopAsync(cutOff.Token);
    }

    private void CutOff(CancellationTokenSource cutOff)
    {
        application.End();
        cutOff.Cancel();
    }

    public void Dispose()
    {
        application.End();
        server.Dispose();
        application.Dispose();
    }
}
