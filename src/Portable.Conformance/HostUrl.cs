using System.Globalization;
using System.Text.RegularExpressions;

namespace Portable.Conformance;

/// <summary>The address and the port of a host's URL.</summary>
/// <param name="Address">An IP address without brackets, or a name.</param>
/// <param name="Port">The port.</param>
internal sealed partial record HostUrl(string Address, int Port)
{
    /// <summary>The address of a host of which only the port was given.</summary>
    public const string Loopback = "127.0.0.1";

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Reads a URL such as <c>http://127.0.0.1:5000</c>. A host on localhost or on every address is called on 127.0.0.1.</summary>
    /// <exception cref="FormatException">The text does not begin with http, or it has no port.</exception>
    public static HostUrl Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"The client of the cases has no TLS. Let the host listen on a URL that begins with http, not on {url}");
        var groups = UrlPattern().Match(url).Groups;
        if (!ushort.TryParse(groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new FormatException($"This is not a URL with a port, such as http://127.0.0.1:5000: {url}");
        var address = groups["address"].Value;
        return new(address is "localhost" or "0.0.0.0" or "::" or "*" or "+" ? Loopback : address, port);
    }

    /// <summary>Whether a program writes this line when it listens: <c>Listening on http://…</c>, or ASP.NET Core's own line.</summary>
    public static bool IsIn(string line) => LinePattern().IsMatch(line);

    /// <summary>Reads the URL in a line for which <see cref="IsIn"/> is true.</summary>
    /// <exception cref="FormatException">The URL has no port.</exception>
    public static HostUrl Find(string line) => Parse(LinePattern().Match(line).Groups["url"].Value);

    [GeneratedRegex(@"^http://(\[(?<address>[^\]]+)\]|(?<address>[^:/\[]+)):(?<port>[0-9]+)(/|$)", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UrlPattern();

    [GeneratedRegex(@"listening on:? (?<url>http://[^\s""',]+)", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinePattern();
}
