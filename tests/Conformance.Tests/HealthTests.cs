using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class HealthTests(HostPool hosts)
{
    private const string Ok = """{"Status":"ok"}""";
    private const string Unavailable = """{"Status":"unavailable"}""";

    [Theory, HostCase, EveryHost]
    public async Task Health_returns_200_without_a_session_while_Redis_responds(string host)
    {
        var service = await hosts.GetAsync(host);

        var get = await service.SendAsync("GET /health");
        var head = await service.SendAsync("HEAD /health?x=y", ["Origin: https://elsewhere.example"]);

        Answer.IsJson(200, Ok, get);
        Assert.Equal((200, "", get.Header("Content-Length")), (head.Status, head.Body, head.Header("Content-Length")));
        Assert.Equal(405, (await service.SendAsync("POST /health")).Status);
    }

    [Theory, EveryHost]
    public async Task Health_returns_503_without_Redis_and_200_when_Redis_is_back(string host)
    {
        using var proxy = TcpProxy.Start(hosts.RedisPort);
        proxy.IsRefusing = true;
        await using var service = await hosts.StartAsync(host, proxy.Port);

        Answer.IsJson(503, Unavailable, await service.SendAsync("GET /health"));
        Assert.Equal((503, ""), await StatusAndBodyAsync(service, "HEAD /health"));

        proxy.IsRefusing = false;
        await Eventually.HoldsAsync("GET /health returns 200 again", async () => await StatusAndBodyAsync(service, "GET /health") == (200, Ok + "\n"));
    }

    private static async Task<(int Status, string Body)> StatusAndBodyAsync(RunningHost service, string line)
    {
        var response = await service.SendAsync(line);
        return (response.Status, response.Body);
    }
}
