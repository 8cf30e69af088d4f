using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

/// <summary>Returns the request that the application receives, for a request from <see cref="Peer"/> to the host "h".</summary>
internal static class ProxiedRequest
{
    public const string Peer = "10.0.0.1";

    /// <summary>The argument <paramref name="headers"/> has header lines, joined by '|'.</summary>
    public static async Task<AppRequest> SeenAsync(string trust, string header, string headers)
    {
        Assert.True(TrustedProxies.TryParse(trust, header, out var proxies));
        AppRequest? seen = null;
        var handler = BehindProxies.Believe(proxies)((request, _) =>
        {
            seen = request;
            return new(new AppResponse(204));
        });
        var lines = headers.Split('|').Select(line => line.Split(": ", 2)).Select(parts => new Header(parts[0], parts[1]));

        await handler(AppUnderTest.Request("GET", "/", [new("Host", "h"), .. lines]) with { RemoteAddress = Peer }, CancellationToken.None);

        return seen!;
    }
}
