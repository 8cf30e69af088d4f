using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portable.AspNetCore;
using Portable.Http;
using Portable.Probe;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.Configure<KestrelServerOptions>(KestrelRunner.Configure);
builder.Services.AddSingleton(services =>
{
    var logger = services.GetRequiredService<ILogger<ProbeFunction>>();
    return new PortableApplication(ProbeApp.Create(new HostContext(logger, TimeProvider.System, Environment.GetEnvironmentVariable)), logger, TimeProvider.System);
});
using var app = builder.Build();
await app.RunAsync();
