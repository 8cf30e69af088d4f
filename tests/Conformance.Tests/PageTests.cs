using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed partial class PageTests(HostPool hosts)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const string Gzip = "Accept-Encoding: gzip, deflate, br";

    [Theory, HostCase]
    [EveryHost("/", "text/html; charset=utf-8", "<!doctype html>")]
    [EveryHost("/?x=y", "text/html; charset=utf-8", "<!doctype html>")]
    [EveryHost("/page.css", "text/css; charset=utf-8", ":root {")]
    [EveryHost("/page.js", "text/javascript; charset=utf-8", "// The learners' page.")]
    [EveryHost("/page.svg", "image/svg+xml", "<svg ")]
    public async Task The_page_is_served_without_a_session_plain_or_compressed(string host, string target, string contentType, string beginning)
    {
        var service = await hosts.GetAsync(host);

        var plain = await service.SendAsync($"GET {target}");
        var compressed = await service.SendAsync($"GET {target}", [Gzip]);

        Assert.StartsWith(beginning, plain.Body, StringComparison.Ordinal);
        Assert.Equal(plain.Body, Decompress(compressed.Bytes));
        Assert.True(compressed.Bytes.Length < plain.Bytes.Length);
        Assert.Equal((null, "gzip"), (plain.Header("Content-Encoding"), compressed.Header("Content-Encoding")));
        Assert.NotEqual(plain.Header("ETag"), compressed.Header("ETag"));
        foreach (var response in new[] { plain, compressed })
        {
            Assert.Equal((200, contentType, "no-cache", "Accept-Encoding"), (response.Status, response.Header("Content-Type"), response.Header("Cache-Control"), response.Header("Vary")));
            Assert.Matches("^\"[0-9a-f]{16}(-gzip)?\"$", response.Header("ETag"));
            HasStandardHeaders(target, response);
        }
    }

    [Theory, HostCase]
    [EveryHost("/")]
    [EveryHost("/page.css")]
    [EveryHost("/page.js")]
    [EveryHost("/page.svg")]
    public async Task A_known_ETag_returns_304_and_HEAD_has_the_headers_of_GET(string host, string target)
    {
        var service = await hosts.GetAsync(host);
        foreach (var headers in new string[][] { [], [Gzip] })
        {
            var get = await service.SendAsync($"GET {target}", headers);
            var tag = get.Header("ETag");

            foreach (var known in new[] { tag, $"\"other\", {tag}", $"W/{tag}", "*" })
            {
                var response = await service.SendAsync($"GET {target}", [.. headers, $"If-None-Match: {known}"]);
                Assert.Equal((304, "", tag, "no-cache", "Accept-Encoding"), (response.Status, response.Body, response.Header("ETag"), response.Header("Cache-Control"), response.Header("Vary")));
                Assert.Null(response.Header("Content-Encoding"));
                HasStandardHeaders(target, response);
            }

            Assert.Equal(200, (await service.SendAsync($"GET {target}", [.. headers, "If-None-Match: \"other\""])).Status);
            var head = await service.SendAsync($"HEAD {target}", headers);
            Assert.Equal(
                (200, "", tag, get.Header("Content-Length"), get.Header("Content-Encoding")),
                (head.Status, head.Body, head.Header("ETag"), head.Header("Content-Length"), head.Header("Content-Encoding")));
        }
    }

    [Theory]
    [EveryHost("identity")]
    [EveryHost("br;q=1.0, gzip;q=0")]
    [EveryHost("*;q=0.5, gzip; q=0.000")]
    [EveryHost("gzip;q=much")]
    [EveryHost("gzipped")]
    public async Task The_page_is_not_compressed_for_a_client_that_does_not_accept_gzip(string host, string accepted)
    {
        var service = await hosts.GetAsync(host);

        Assert.Null((await service.SendAsync("GET /", ["Accept-Encoding: " + accepted])).Header("Content-Encoding"));
    }

    [Theory]
    [EveryHost("*")]
    [EveryHost("GZIP;q=0.001")]
    [EveryHost("identity;q=0, *;q=1")]
    public async Task The_page_is_compressed_for_a_client_that_accepts_gzip(string host, string accepted)
    {
        var service = await hosts.GetAsync(host);

        Assert.Equal("gzip", (await service.SendAsync("GET /", ["Accept-Encoding: " + accepted])).Header("Content-Encoding"));
    }

    [Theory, EveryHost]
    public async Task The_html_refers_only_to_its_own_files_with_immutable_versions(string host)
    {
        var service = await hosts.GetAsync(host);
        var html = (await service.SendAsync("GET /")).Body;

        var targets = UrlPattern().Matches(html).Select(match => match.Groups["url"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(["/page.svg", "/page.css", "/page.js", "/"], targets.Select(target => target.Split('?')[0]));
        foreach (var target in targets.Where(target => target != "/"))
        {
            var response = await service.SendAsync($"GET {target}");
            Assert.Equal((200, "max-age=31536000, immutable"), (response.Status, response.Header("Cache-Control")));
            Assert.Equal($"\"{target.Split("?v=")[1]}\"", response.Header("ETag"));
        }

        Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(InlineCode(), html);
    }

    private static void HasStandardHeaders(string target, RawResponse response)
    {
        if (target.StartsWith("/page", StringComparison.Ordinal))
            Answer.HasStandardHeaders(response);
        else
            Answer.HasStandardHeaders(response, Policy);
    }

    private static string Decompress(ReadOnlyMemory<byte> body)
    {
        using var gzip = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("(src|href)=\"(?<url>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UrlPattern();

    [GeneratedRegex("\\s(style|on[a-z]+)=|<script[^>]*>[^<]|javascript:", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();
}
