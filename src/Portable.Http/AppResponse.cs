using System.Collections.Immutable;
using System.Text.Json;

namespace Portable.Http;

/// <summary>A response before any host has written it. Hosts add Content-Length and drop the body of a HEAD.</summary>
public sealed record AppResponse(int Status)
{
    /// <summary>The content type of JSON answers.</summary>
    public const string JsonType = "application/json; charset=utf-8";

    /// <summary>Answers a request that cannot be read: 400.</summary>
    public static readonly Handler MalformedRequest = (_, _) => new(Error(400, "Malformed request"));

    private static readonly HeaderList NoStore = [new("Cache-Control", "no-store")];

    /// <summary>The <c>Content-Type</c>; null for an answer without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The <c>Location</c> of a redirect.</summary>
    public string? Location { get; init; }

    /// <summary>Kept apart from the headers: each platform wants its cookies in another place.</summary>
    public ImmutableArray<SetCookie> Cookies { get; init; } = [];

    /// <summary>The other headers, in the order in which they are sent.</summary>
    public HeaderList Headers { get; init; } = [];

    /// <summary>The bytes of the body. Nobody writes into them any more.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// An object of the properties that are written; nothing else may be written meanwhile. By hand, since a serializer's
    /// metadata would be a third of a cold start. It ends as Go's encoder ends a value: a terminal's prompt begins a line.
    /// </summary>
    public static AppResponse Json(int status, Action<Utf8JsonWriter> writeProperties) =>
        new(status) { ContentType = JsonType, Headers = NoStore, Body = ThreadJson.WriteObject(writeProperties, "\n"u8) };

    /// <summary>An error of the contract: <c>{"Message":"…"}</c>.</summary>
    public static AppResponse Error(int status, string message) => Json(status, json => json.WriteString("Message"u8, message));

    /// <summary>A redirect to a path of this service, without a body.</summary>
    public static AppResponse Redirect(int status, string location) =>
        new(status) { Location = location, Headers = NoStore };

    /// <summary>Content type, location and headers by name, repeats joined, for a platform that takes a map; no cookies.</summary>
    public IDictionary<string, string> JoinHeaders()
    {
        var joined = new Dictionary<string, string>(Headers.Count + 2, StringComparer.OrdinalIgnoreCase);
        if (ContentType is not null)
            joined["Content-Type"] = ContentType;
        if (Location is not null)
            joined["Location"] = Location;
        foreach (var header in Headers.AsSpan())
            joined[header.Name] = joined.TryGetValue(header.Name, out var before) ? $"{before}, {header.Value}" : header.Value;
        return joined;
    }
}
