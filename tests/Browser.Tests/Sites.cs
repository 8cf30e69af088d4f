using System.Collections.Concurrent;
using Xunit;

namespace Lessons.Browser;

/// <summary>Each host can have two sites: the article's demo and a course. A site starts when a test first uses this site.</summary>
public sealed class Sites : IAsyncLifetime
{
    // This is the catalogue docs/lessons.json, which the README's tour uses.
    public static readonly string Catalogue = Path.Combine(AppContext.BaseDirectory, "lessons.json");

    private readonly ConcurrentDictionary<(string Host, bool IsCourse), Lazy<Task<Site>>> _sites = new();

    public ValueTask InitializeAsync() => default;

    /// <summary>Returns the demo site, which runs in login mode <c>open</c> without a catalogue.</summary>
    internal Task<Site> GetDemoAsync(string host) => GetAsync(host, isCourse: false);

    /// <summary>Returns the course site, which runs in login mode <c>password</c> with a catalogue.</summary>
    internal Task<Site> GetCourseAsync(string host) => GetAsync(host, isCourse: true);

    private Task<Site> GetAsync(string host, bool isCourse) =>
        _sites.GetOrAdd((host, isCourse), _ => new(() => isCourse ? Site.StartAsync(host, "password", Catalogue) : Site.StartAsync(host, "open"))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _sites.Values)
            await (await site.Value).DisposeAsync();
    }
}
