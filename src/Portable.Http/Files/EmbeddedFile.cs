using System.IO.Compression;
using System.Reflection;

namespace Portable.Http;

/// <summary>A file that is embedded in an assembly in gzip-compressed form. The first request for the file reads it.</summary>
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
    /// Creates a file from an embedded resource. Where the assembly has no such resource, the first request throws. The
    /// constructor does not look for the resource: getting the assembly from the type would take a sixteenth of the instructions
    /// of a Lambda function's start.
    /// </summary>
    /// <param name="neighbour">A type in the assembly that has the resource.</param>
    /// <param name="name">The name of the resource, which is a file compressed by gzip.</param>
    /// <param name="contentType">The content type of the file.</param>
    /// <param name="headers">Additional headers of the responses.</param>
    public EmbeddedFile(Type neighbour, string name, string contentType, params Header[] headers)
    {
        ArgumentNullException.ThrowIfNull(neighbour);
        (_contentType, _headers) = (contentType, headers);
        _compressed = new(() => Read(neighbour.Assembly, name));
        _plain = new(() => Decompress(_compressed.Value));
    }

    // The last eight bytes of a gzip file are the checksum and the length of its uncompressed content (RFC 1952, 2.3.1).
    private string Version => Convert.ToHexStringLower(_compressed.Value.AsSpan()[^8..]);

    /// <summary>
    /// Answers 200, or 304 if the client already has the file. With <c>?v=VERSION</c> the response may be cached for a year.
    /// </summary>
    public ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        var isCompressed = AcceptEncoding.AllowsGzip(request.Headers);
        var tag = isCompressed ? $"\"{Version}-gzip\"" : $"\"{Version}\""; // each encoding needs its own tag
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
