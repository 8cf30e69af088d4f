using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Portable.Http;

/// <summary>
/// A response before a host has written it. The host, or the platform in front of the host, adds Content-Length and drops the
/// body of a response to HEAD.
/// </summary>
public sealed record AppResponse(int Status)
{
    /// <summary>The content type of JSON responses.</summary>
    public const string JsonType = "application/json; charset=utf-8";

    private static readonly HeaderList NoStore = [new("Cache-Control", "no-store")];

    /// <summary>The <c>Content-Type</c>; null for a response without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The <c>Location</c> of a redirect: a URL in visible ASCII.</summary>
    public string? Location { get; init; }

    /// <summary>The cookies, separate from the headers: each platform expects cookies in a different place.</summary>
    public ImmutableArray<SetCookie> Cookies { get; init; } = [];

    /// <summary>The other headers, in the order in which they are sent. <c>Set-Cookie</c> must not be among them.</summary>
    public HeaderList Headers { get; init; } = [];

    /// <summary>The bytes of the body. Code must not change these bytes after it has created the response.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// A body that is read while it is sent. It replaces <see cref="Body"/>; null means that there is no stream. The code that
    /// sends the stream also disposes of it. A host that cannot stream reads the whole stream first.
    /// </summary>
    public Stream? BodyStream { get; init; }

    /// <summary>The number of bytes of the body; null for a stream whose length is unknown.</summary>
    public long? BodyLength => BodyStream is null ? Body.Length : BodyStream.CanSeek ? BodyStream.Length - BodyStream.Position : null;

    /// <summary>
    /// Returns the same response, with its whole stream read into <see cref="Body"/>, for a host that cannot stream.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stream has more than <paramref name="maxBytes"/> bytes.</exception>
    public ValueTask<AppResponse> BufferAsync(int maxBytes, CancellationToken cancellationToken) =>
        BodyStream is null ? new(this) : ReadStreamAsync(BodyStream, maxBytes, cancellationToken);

    /// <summary>
    /// Returns the same response after it has read the first bytes of its stream, for a host that streams. The host has sent nothing
    /// yet. A body that fails at once can therefore still become an error response. The caller does not call this method for a
    /// response without a body.
    /// </summary>
    public ValueTask<AppResponse> StartStreamAsync(CancellationToken cancellationToken) =>
        BodyStream is null ? new(this) : StartAsync(BodyStream, cancellationToken);

    /// <summary>
    /// Creates a JSON object from the properties that the delegate writes. No serializer is used, because a serializer's metadata
    /// would take a third of a cold start. The body ends with a line feed, as the output of Go's encoder does. A
    /// terminal then shows its prompt on a new line.
    /// </summary>
    public static AppResponse Json(int status, Action<Utf8JsonWriter> writeProperties) =>
        Json(status, writeProperties, static (json, write) => write(json));

    /// <summary>
    /// Does the same as <see cref="Json(int, Action{Utf8JsonWriter})"/>, with a state for the delegate. The delegate then needs
    /// no closure. The <paramref name="headers"/> replace <c>Cache-Control: no-store</c>. The <paramref name="sizeHint"/> is the
    /// expected number of bytes, for a response that may be large.
    /// </summary>
    public static AppResponse Json<TState>(
        int status, TState state, Action<Utf8JsonWriter, TState> writeProperties, HeaderList? headers = null, int sizeHint = 0) =>
        new(status) { ContentType = JsonType, Headers = headers ?? NoStore, Body = ThreadJson.WriteObject(state, writeProperties, "\n"u8, sizeHint) };

    /// <summary>
    /// Creates an error response: <c>{"Message":"…","Code":"…"}</c>. The code is in kebab-case. The code never changes, so that
    /// clients need not compare messages.
    /// </summary>
    public static AppResponse Error(int status, string code, string message) => Json(status, json =>
    {
        json.WriteString("Message"u8, message);
        json.WriteString("Code"u8, code);
    });

    /// <summary>
    /// Creates a response whose body a host sends while the application makes it. The host requests the next part when it has sent the
    /// last one, so that memory holds one part. The bytes of a part must not change before the next part is requested. If the parts
    /// throw halfway, the client sees an incomplete response. A host that cannot stream reads all parts first.
    /// </summary>
    public static AppResponse Stream(int status, string contentType, IAsyncEnumerable<ReadOnlyMemory<byte>> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new(status) { ContentType = contentType, BodyStream = new PartsStream(parts) };
    }

    /// <summary>Returns the same response with a <c>Retry-After</c> header in whole seconds, at least one.</summary>
    public AppResponse WithRetryAfter(TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        return this with { Headers = [.. Headers, new("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))] };
    }

    /// <summary>A redirect to a path of this service, without a body.</summary>
    public static AppResponse Redirect(int status, string location) =>
        new(status) { Location = location, Headers = NoStore };

    /// <summary>Throws where a host could not send this response, or would send it in a changed form.</summary>
    /// <exception cref="InvalidOperationException">
    /// A header, the content type or the location contains a character that is not allowed there, or the headers contain
    /// <c>Set-Cookie</c>.
    /// </exception>
    internal AppResponse RequireSendable()
    {
        if (Location?.AsSpan().ContainsAnyExceptInRange('!', '~') == true)
            throw new InvalidOperationException("The Location of the response contains a character that is not visible ASCII. Percent-encode the character.");
        if (ContentType?.AsSpan().ContainsAnyExceptInRange(' ', '~') == true)
            throw new InvalidOperationException("The ContentType of the response contains a character that is not visible ASCII.");
        foreach (var header in Headers.AsSpan())
        {
            if (header.Name.Length == 0 || header.Name.AsSpan().ContainsAnyExcept(SetCookie.NameCharacters))
                throw new InvalidOperationException($"The header name \"{header.Name}\" of the response contains a character that is not allowed.");
            if (header.Value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                throw new InvalidOperationException($"The header {header.Name} of the response contains a character that is not visible ASCII.");
            if (header.Is("Set-Cookie"))
                throw new InvalidOperationException("Add a cookie to AppResponse.Cookies. The headers must not contain Set-Cookie.");
        }

        return this;
    }

    /// <summary>
    /// The content type, the location and the headers by name, for a platform that takes a map. The values of repeated headers
    /// are joined. Cookies are not included.
    /// </summary>
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

    private async ValueTask<AppResponse> ReadStreamAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        await using var source = stream;
        using var whole = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            while (await source.ReadAsync(chunk, cancellationToken) is > 0 and var count)
            {
                if (whole.Length + count > maxBytes)
                    throw new InvalidOperationException($"The stream of the response has more than the {maxBytes} bytes that the host can send.");
                whole.Write(chunk.AsSpan(0, count));
            }
        }
        catch
        {
            (source as CountedStream)?.Forget(); // an error response with a log line of its own replaces this response
            throw;
        }

        return this with { Body = whole.GetBuffer().AsMemory(0, (int)whole.Length), BodyStream = null };
    }

    private async ValueTask<AppResponse> StartAsync(Stream stream, CancellationToken cancellationToken)
    {
        var first = new byte[16 * 1024];
        try
        {
            return this with { BodyStream = new StartedStream(first.AsMemory(0, await stream.ReadAsync(first, cancellationToken)), stream) };
        }
        catch
        {
            (stream as CountedStream)?.Forget();
            await stream.DisposeAsync();
            throw;
        }
    }
}
