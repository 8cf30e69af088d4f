using Lessons.Http;

namespace Lessons.Page;

/// <summary>The one page: its HTML at the root, and the three files that it names.</summary>
internal static class LearnersPage
{
    // Its own files and the service's own routes, and nothing of anybody else's. Of its files the HTML alone is a page:
    // the others carry what every answer does. A 304 must say it too, since it replaces what a browser has kept.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static Router MapPage(this Router router) => router
        .MapRead("/", new PageFile("page.html", "text/html; charset=utf-8", new Header("Content-Security-Policy", Policy)).HandleAsync)
        .MapRead("/page.css", new PageFile("page.css", "text/css; charset=utf-8").HandleAsync)
        .MapRead("/page.js", new PageFile("page.js", "text/javascript; charset=utf-8").HandleAsync)
        .MapRead("/page.svg", new PageFile("page.svg", "image/svg+xml").HandleAsync);
}
