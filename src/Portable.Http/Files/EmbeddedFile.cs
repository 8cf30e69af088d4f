using System.IO.Compression;
using System.Reflection;

namespace Portable.Http;

/// <summary>A file that is embedded in an assembly, compressed by gzip. It is read when the first request asks for it.</summary>
public sealed class EmbeddedFile
{
    private static readonly Header Gzip = new("Content-Encoding", "gzip");
    private static readonly Header VaryByEncoding = new("Vary", "Accept-Encoding");
    private static readonly Header Revalidate = new("Cache-Control", "no-cache");
    private static readonly Header KeepForAYear = new("Cache-Control", "max-age=31536000, immutable");

    private readonly string _contentType;
    private readonly Header[] _headers;
    private readonly Lazy<byte[]> _compressed;
    private readonly Lazy<byte[]> _plain;

    /// <summary>
    /// A file that is embedded as a resource. The first request throws where the assembly has no such resource: to ask a type for its
    /// assembly at the start would be a sixteenth of the instructions of a Lambda function's start.
    /// </summary>
    /// <param name="neighbour">A type of the assembly that has the resource.</param>
    /// <param name="name">The resource's name. It is a file that gzip has compressed.</param>
    /// <param name="contentType">The content type of the file.</param>
    /// <param name="headers">Headers that the answers carry besides.</param>
    public EmbeddedFile(Type neighbour, string name, string contentType, params Header[] headers)
    {
        ArgumentNullException.ThrowIfNull(neighbour);
        (_contentType, _headers) = (contentType, headers);
        _compressed = new(() => Read(neighbour.Assembly, name));
        _plain = new(() => Decompress(_compressed.Value));
    }

    // A gzip file ends with the checksum and the length of what is in it (RFC 1952, 2.3.1).
    private string Version => Convert.ToHexStringLower(_compressed.Value.AsSpan()[^8..]);

    /// <summary>Answers 200 or, to whoever has the file already, 304. <c>?v=VERSION</c> makes it one to keep for a year.</summary>
    public ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        var isCompressed = AcceptEncoding.AllowsGzip(request.Headers);
        var tag = isCompressed ? $"\"{Version}-gzip\"" : $"\"{Version}\""; // other bytes, another tag
        HeaderList headers = [new("ETag", tag), VaryByEncoding, request.Query == $"v={Version}" ? KeepForAYear : Revalidate, .. _headers];
        if (EntityTag.IsKnown(request.Headers, tag))
            return new(new AppResponse(304) { Headers = headers });
        return new(new AppResponse(200)
        {
            ContentType = _contentType,
            Headers = isCompressed ? [.. headers, Gzip] : headers,
            Body = isCompressed ? _compressed.Value : _plain.Value,
        });
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly {assembly.GetName().Name} has no resource {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
