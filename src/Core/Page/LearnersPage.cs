using Portable.Http;

namespace Lessons;

/// <summary>The one page: its HTML, and the three files that it names.</summary>
internal static class LearnersPage
{
    // Its own files and the service's own routes, and nothing of anybody else's. Of its files the HTML alone is a page:
    // the others carry what every answer does. A 304 must say it too, since it replaces what a browser has kept.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static EmbeddedFile Html { get; } = File("page.html", "text/html; charset=utf-8", new Header("Content-Security-Policy", Policy));

    public static EmbeddedFile Style { get; } = File("page.css", "text/css; charset=utf-8");

    public static EmbeddedFile Script { get; } = File("page.js", "text/javascript; charset=utf-8");

    public static EmbeddedFile Icon { get; } = File("page.svg", "image/svg+xml");

    private static EmbeddedFile File(string name, string contentType, params Header[] headers) =>
        new(typeof(LearnersPage), name, contentType, headers);
}
