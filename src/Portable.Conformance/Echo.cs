using System.Text.Json;
using Xunit;
using Xunit.Sdk;

namespace Portable.Conformance;

/// <summary>The request that the host has passed to the probe.</summary>
internal sealed record Echo(JsonElement Json)
{
    public string Method => Text(nameof(Method))!;

    public string Path => Text(nameof(Path))!;

    public string Query => Text(nameof(Query))!;

    public string? Host => Text(nameof(Host));

    public bool IsHttps => Json.GetProperty(nameof(IsHttps)).GetBoolean();

    public string? RemoteAddress => Text(nameof(RemoteAddress));

    public string RequestId => Text(nameof(RequestId))!;

    public string[] Cookies => Texts(nameof(Cookies));

    public byte[] Body => Json.GetProperty(nameof(Body)).GetBytesFromBase64();

    /// <summary>Sends a request, and reads the probe's description of that request.</summary>
    public static async Task<Echo> OfAsync(RunningHost client, string line, string[]? headers = null, byte[]? body = null) =>
        Of(await client.SendBytesAsync(line, headers ?? [], body));

    /// <exception cref="XunitException">The response is not the probe's description of a request.</exception>
    public static Echo Of(RawResponse response)
    {
        Assert.Equal(200, response.Status);
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return new(document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw new XunitException($"The response is not the probe's description of the request: {response.Body}", exception);
        }
    }

    /// <summary>The entries of a header. Platforms join headers of the same name in different ways; the result is the same for all.</summary>
    public string[] Entries(string name) => [.. Texts("Headers")
        .Chunk(2)
        .Where(header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase))
        .SelectMany(header => header[1].Split(',', StringSplitOptions.TrimEntries))];

    private string? Text(string name) => Json.GetProperty(name).GetString();

    private string[] Texts(string name) => [.. Json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
