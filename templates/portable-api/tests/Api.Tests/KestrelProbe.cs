using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Portable.AspNetCore;
using Portable.Conformance;

namespace MyApi.Tests;

/// <summary>
/// The probe of the host cases in an application of ASP.NET Core. Add the middlewares of your own server here. The host cases then fail
/// if a middleware changes what the application receives or sends.
/// </summary>
public sealed class KestrelProbe : ProbeHost
{
    /// <inheritdoc/>
    protected override async Task<RunningHost> StartAsync()
    {
        var log = new HostLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(KestrelRunner.Configure);
        builder.Logging.ClearProviders(); // The probe writes to the log of this host.
        var server = builder.Build();
        server.MapPortable(ProbeApp.Create(log.Context));
        await server.StartAsync();
        return new(server.Urls.Single(), log, server);
    }
}
