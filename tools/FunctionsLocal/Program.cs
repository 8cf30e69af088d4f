using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lessons;
using Lessons.FunctionsLocal;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

try
{
    var options = FunctionsLocalOptions.Parse(args);
    if (!ushort.TryParse(Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } text ? text : "7071", NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        throw new FormatException("PORT must be a whole number from 0 to 65535.");
    var app = FunctionApp.Read(options.App);
    var hasRedis = !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("UPSTASH_REDIS_URL"));
    using var embedded = hasRedis || !options.NeedsRedis ? null : EmbeddedRedisServer.Start(Path.GetFullPath(".lessons-data"));

    var supervisor = new WorkerSupervisor(app, WorkerEnvironment(app, embedded));
    await using var server = CreateServer(supervisor, options.IsManaged, port, out var workerDoor);
    await server.StartAsync();
    var workerPort = supervisor.Port = workerDoor.IPEndPoint!.Port;
    var running = supervisor.RunAsync(server.Lifetime.ApplicationStopping);
    var ready = supervisor.ReadyAsync(CancellationToken.None);
    await Task.WhenAny(running, ready);
    if (ready.IsCompletedSuccessfully)
        Console.WriteLine($"Listening on {server.Urls.Last(url => !url.EndsWith($":{workerPort}", StringComparison.Ordinal))}");
    var isStuck = await EmbeddedRedisServer.IsStuckBeforeAsync(embedded, running);
    if (isStuck)
    {
        await Console.Error.WriteLineAsync(embedded!.StuckMessage);
        server.Lifetime.StopApplication();
    }

    try
    {
        await running;
    }
    catch (WorkerException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        // StopAsync closes the port at once. As on the Functions host, each request in flight hangs until functionTimeout.
        using var last = new CancellationTokenSource(app.FunctionTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.FromMinutes(30) : app.FunctionTimeout);
        await server.StopAsync(last.Token);
        return 1;
    }

    // The worker has exited, so no request waits for an answer. The server waits at most one second for the last bytes of open connections.
    using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
    await server.StopAsync(soon.Token);
    return isStuck ? 1 : 0;
}
catch (Exception exception) when (exception is FormatException or EmbeddedRedisException or IOException or SocketException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

static Dictionary<string, string> WorkerEnvironment(FunctionApp app, EmbeddedRedisServer? embedded)
{
    var variables = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["FUNCTIONS_WORKER_RUNTIME"] = app.Worker.Language,
        ["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder,
        ["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder,
    };
    if (embedded is not null)
    {
        variables["UPSTASH_REDIS_URL"] = embedded.UrlWithPassword;
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("LOGIN_MODE")))
            variables["LOGIN_MODE"] = "open"; // as in the Kestrel host with its embedded Redis
        Console.WriteLine($"UPSTASH_REDIS_URL is not set: using an embedded Redis on 127.0.0.1:{embedded.Port}, its data in {embedded.DataFolder}");
        if (embedded.Loss is { } loss)
            Console.WriteLine(loss);
    }

    return variables;
}

// The server listens on two ports: one for the clients and one for the worker.
static WebApplication CreateServer(WorkerSupervisor supervisor, bool isManaged, int port, out ListenOptions workerDoor)
{
    const long MostOfTheHost = 104_857_600;
    var bodyLimit = long.TryParse(Environment.GetEnvironmentVariable("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : MostOfTheHost;
    ListenOptions? door = null;
    var builder = WebApplication.CreateEmptyBuilder(new());
    builder.Services.AddSingleton(new FunctionRpcService(supervisor));
    builder.Services.AddRouting();
    builder.Services.AddHttpForwarder().AddSingleton(services => new HttpProxy(services.GetRequiredService<IHttpForwarder>()));
    builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null); // as in the Functions host
    builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false; // the real host sends Server: Kestrel
        kestrel.Limits.MaxRequestBodySize = bodyLimit;
        kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            door = endpoint;
        });
        if (port == 0)
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        else
            kestrel.ListenLocalhost(port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
    });

    var app = builder.Build();
    var front = new HttpFront(supervisor, app.Services.GetRequiredService<HttpProxy>(), isManaged);
    workerDoor = door!;
    app.MapWhen(
        context => context.Connection.LocalPort == door!.IPEndPoint!.Port,
        worker => worker.UseRouting().UseEndpoints(endpoints => endpoints.MapGrpcService<FunctionRpcService>()));
    app.Run(front.HandleAsync);
    return app;
}
