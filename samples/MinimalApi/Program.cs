using Hello;
using Microsoft.Extensions.Hosting;
using MinimalApi;
using Portable.Http;

using var logging = new JsonLoggerProvider(Console.OpenStandardOutput(), TimeProvider.System);
var context = new HostContext(logging.CreateLogger("Hello"), TimeProvider.System, Environment.GetEnvironmentVariable);
await using var server = await PlainServer.StartAsync(HelloApp.Create(context), port: 5000);
Console.WriteLine($"Listening on {server.Urls.Single()}");
await server.WaitForShutdownAsync();
