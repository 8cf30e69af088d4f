using System.Globalization;
using System.Net;
using StackExchange.Redis;

// What a request costs on Kestrel at the least: no router, no log, always the same ten lessons; with the argument
// "redis" after the two commands that a listing takes, by StackExchange.Redis, and otherwise without Redis.
byte[] listing = [.. """{"Lessons":{"""u8, .. string.Join(',', Enumerable.Range(1, 10).Select(lesson => $"\"lesson-{lesson}\":\"2026-01-01T00:00:00Z\"")).Select(c => (byte)c), .. "}}"u8];
var redis = args is ["redis"]
    ? (await ConnectionMultiplexer.ConnectAsync((Environment.GetEnvironmentVariable("UPSTASH_REDIS_URL") ?? "redis://127.0.0.1:6379").Split("//")[1])).GetDatabase()
    : null;
if (redis is not null)
{
    await redis.StringSetAsync("session:bench", "bench");
    await redis.HashSetAsync("lessons:bench", [.. Enumerable.Range(1, 10).Select(lesson => new HashEntry($"lesson-{lesson}", "2026-01-01T00:00:00Z"))]);
}

var builder = WebApplication.CreateEmptyBuilder(new());
builder.WebHost.UseKestrelCore()
    .UseSockets(sockets => (sockets.WaitForDataBeforeAllocatingBuffer, sockets.UnsafePreferInlineScheduling) = (false, true)) // as ours
    .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable("PORT") ?? "5000", CultureInfo.InvariantCulture)));
await using var server = builder.Build();
server.Run(async context =>
{
    if (redis is not null)
    {
        await redis.StringGetAsync("session:bench");
        await redis.HashGetAllAsync("lessons:bench");
    }

    context.Response.ContentType = "application/json; charset=utf-8";
    context.Response.ContentLength = listing.Length;
    await context.Response.Body.WriteAsync(listing);
});
await server.RunAsync();
