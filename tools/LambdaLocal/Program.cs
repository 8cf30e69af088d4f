using System.Globalization;
using System.Net;
using System.Text;
using Lessons;
using Lessons.LambdaLocal;
using Microsoft.AspNetCore.Server.Kestrel.Core;

try
{
    var options = LambdaLocalOptions.Parse(args);
    if (!File.Exists(options.Bootstrap))
        throw new FormatException($"There is no {options.Bootstrap}. Build the function, or name its program with --bootstrap.");
    if (!ushort.TryParse(Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } text ? text : "5001", NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        throw new FormatException("PORT must be a whole number from 0 to 65535.");
    using var embedded = HasRedis() || !options.NeedsRedis ? null : EmbeddedRedisServer.Start(Path.GetFullPath(".lessons-data"));

    using var sandbox = new Sandbox(options, FunctionEnvironment(options, embedded));
    await using var server = CreateServer(options, sandbox, port, out var runtimeDoor);
    server.Lifetime.ApplicationStopping.Register(sandbox.Dispose); // the polls of the bootstrap would delay the server's end
    await server.StartAsync();
    sandbox.RuntimeApi = runtimeDoor.IPEndPoint!.ToString();
    if (options.Event is { } file)
        return await RunEventAsync(sandbox, file);

    Console.WriteLine($"Listening on {server.Urls.Last(url => !url.EndsWith(sandbox.RuntimeApi, StringComparison.Ordinal))}");
    if (!await EmbeddedRedisServer.IsStuckBeforeAsync(embedded, server.WaitForShutdownAsync()))
        return 0;
    await Console.Error.WriteLineAsync(embedded!.StuckMessage);
    return 1;
}
catch (Exception exception) when (exception is FormatException or EmbeddedRedisException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

static bool HasRedis() => IsSet("UPSTASH_REDIS_URL") || IsSet("UPSTASH_REDIS_URL_PARAMETER");

static bool IsSet(string name) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name));

// The variables that Lambda sets and that a bootstrap may read.
static Dictionary<string, string> FunctionEnvironment(LambdaLocalOptions options, EmbeddedRedisServer? embedded)
{
    var variables = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_LAMBDA_FUNCTION_NAME"] = "lessons",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = options.MemoryMegabytes.ToString(CultureInfo.InvariantCulture),
        ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/lessons",
        ["AWS_LAMBDA_LOG_STREAM_NAME"] = "local",
        ["LAMBDA_TASK_ROOT"] = Path.GetDirectoryName(Path.GetFullPath(options.Bootstrap))!,
        ["_HANDLER"] = "bootstrap",
        ["INVOKE_MODE"] = options.IsStreaming ? "RESPONSE_STREAM" : "BUFFERED", // as template.yaml sets it
    };
    if (!IsSet("AWS_REGION"))
        variables["AWS_REGION"] = "eu-west-1";
    if (options.Concurrency > 1)
        variables["AWS_LAMBDA_MAX_CONCURRENCY"] = options.Concurrency.ToString(CultureInfo.InvariantCulture);
    if (embedded is not null)
    {
        variables["UPSTASH_REDIS_URL"] = embedded.UrlWithPassword;
        if (!IsSet("LOGIN_MODE"))
            variables["LOGIN_MODE"] = "open"; // as in the Kestrel host with the embedded Redis
        Console.WriteLine($"UPSTASH_REDIS_URL is not set: using an embedded Redis on 127.0.0.1:{embedded.Port}, its data in {embedded.DataFolder}");
        if (embedded.Loss is { } loss)
            Console.WriteLine(loss);
    }

    return variables;
}

// One server listens on two ports: one for clients, and one for the function. For a single event, the server has no port for clients.
static WebApplication CreateServer(LambdaLocalOptions options, Sandbox sandbox, int port, out ListenOptions runtimeDoor)
{
    ListenOptions? door = null;
    var builder = WebApplication.CreateEmptyBuilder(new());
    builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        kestrel.Limits.MaxRequestBodySize = EventDoor.MaxBytes;
        kestrel.Limits.MinRequestBodyDataRate = null; // a function may stream slowly
        kestrel.Listen(IPAddress.Loopback, 0, endpoint => door = endpoint);
        if (options.Event is not null)
            return;
        if (port == 0)
            kestrel.Listen(IPAddress.Loopback, 0);
        else
            kestrel.ListenLocalhost(port);
    });

    var app = builder.Build();
    var runtimeApi = new RuntimeApiServer(sandbox, options);
    var clients = new EventDoor(sandbox, options);
    runtimeDoor = door!;
    app.Run(context => context.Connection.LocalPort == door!.IPEndPoint!.Port ? runtimeApi.HandleAsync(context) : clients.HandleAsync(context));
    return app;
}

static async Task<int> RunEventAsync(Sandbox sandbox, string file)
{
    var result = await sandbox.InvokeAsync(new(await File.ReadAllBytesAsync(file), EventDoor.NewTraceId()));
    sandbox.Dispose();
    Console.WriteLine(Encoding.UTF8.GetString(result.Payload));
    return result.IsError ? 1 : 0;
}
