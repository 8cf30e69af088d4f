using Portable.Http;

namespace Lessons;

/// <summary>The service's one page: its HTML, and the three files to which the HTML refers.</summary>
internal static class LearnersPage
{
    // The page may use its own files and the service's own routes, and nothing from any other origin. Among the files only the
    // HTML is a page. The other files have the headers that every response has. A 304 response must have this header too, because
    // its headers replace those that a browser has stored.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static EmbeddedFile Html { get; } = File("page.html", "text/html; charset=utf-8", new Header("Content-Security-Policy", Policy));

    public static EmbeddedFile Style { get; } = File("page.css", "text/css; charset=utf-8");

    public static EmbeddedFile Script { get; } = File("page.js", "text/javascript; charset=utf-8");

    public static EmbeddedFile Icon { get; } = File("page.svg", "image/svg+xml");

    private static EmbeddedFile File(string name, string contentType, params Header[] headers) =>
        new(typeof(LearnersPage), name, contentType, headers);
}
