using System.IO.Compression;
using Lessons.Http;

namespace Lessons.Page;

/// <summary>A file of the page. It is embedded compressed, and nobody reads it before the first request for it.</summary>
internal sealed class PageFile
{
    private static readonly Header Gzip = new("Content-Encoding", "gzip");
    private static readonly Header VaryByEncoding = new("Vary", "Accept-Encoding");
    private static readonly Header Revalidate = new("Cache-Control", "no-cache");
    private static readonly Header KeepForAYear = new("Cache-Control", "max-age=31536000, immutable");

    private readonly string _contentType;
    private readonly Header[] _headers;
    private readonly Lazy<byte[]> _compressed;
    private readonly Lazy<byte[]> _plain;

    public PageFile(string name, string contentType, params Header[] headers)
    {
        (_contentType, _headers) = (contentType, headers);
        _compressed = new(() => Read(name));
        _plain = new(() => Decompress(_compressed.Value));
    }

    // A gzip file ends with the checksum and the length of what is in it (RFC 1952, 2.3.1).
    private string Version => Convert.ToHexStringLower(_compressed.Value.AsSpan()[^8..]);

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

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageFile).Assembly.GetManifestResourceStream(name)!;
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
