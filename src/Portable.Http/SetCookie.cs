using System.Buffers;
using System.Globalization;
using System.Text;

namespace Portable.Http;

/// <summary>
/// A cookie to set (RFC 6265, 4.1). By default the cookie is for the whole site, scripts cannot read it, and cross-site posts do
/// not carry it.
/// </summary>
/// <param name="Name">A token: letters, digits and some signs.</param>
/// <param name="Value">
/// Letters, digits and any of <c>-._~</c>. The caller must encode a value that may hold other characters, for example as
/// Base64Url. The Functions host would percent-encode other characters by itself. An application would then get a different value
/// there than on other hosts.
/// </param>
/// <param name="MaxAge">
/// How long the browser keeps the cookie, in whole seconds. Zero deletes the cookie. With null the browser keeps the cookie until
/// the browser is closed.
/// </param>
/// <param name="Secure">Whether browsers send the cookie by https only.</param>
/// <exception cref="ArgumentException">
/// The name is empty, or the name, the value, the path or the domain contains a character that is not allowed there.
/// </exception>
public sealed record SetCookie(string Name, string Value, TimeSpan? MaxAge, bool Secure)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The characters of a token (RFC 9110, 5.6.2).</summary>
    internal static readonly SearchValues<char> NameCharacters = SearchValues.Create(Letters + "!#$%&'*+-.^_`|~");

    private static readonly SearchValues<char> ValueCharacters = SearchValues.Create(Letters + "-._~");
    private static readonly SearchValues<char> AttributeCharacters = SearchValues.Create(Letters + "!#$%&'()*+-./:=?@[]_~");

    /// <summary>The cookie's name.</summary>
    public string Name { get; init => field = Require(value, NameCharacters, isRequired: true); } = Require(Name, NameCharacters, isRequired: true);

    /// <summary>The cookie's value.</summary>
    public string Value { get; init => field = Require(value, ValueCharacters); } = Require(Value, ValueCharacters);

    /// <summary>The path prefix for which browsers send the cookie.</summary>
    public string Path { get; init => field = Require(value, AttributeCharacters); } = "/";

    /// <summary>The domain whose subdomains also get the cookie; null restricts the cookie to this host.</summary>
    public string? Domain { get; init => field = value is null ? null : Require(value, AttributeCharacters); }

    /// <summary>Whether the cookie is hidden from scripts.</summary>
    public bool HttpOnly { get; init; } = true;

    /// <summary>Selects which requests from other sites carry the cookie.</summary>
    public SameSite SameSite { get; init; } = SameSite.Lax;

    /// <summary>The value of a <c>Set-Cookie</c> header.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Name, 128).Append('=').Append(Value).Append("; Path=").Append(Path);
        if (Domain is not null)
            text.Append("; Domain=").Append(Domain);
        if (MaxAge is { } age)
            text.Append(CultureInfo.InvariantCulture, $"; Max-Age={(long)age.TotalSeconds}");
        if (HttpOnly)
            text.Append("; HttpOnly");
        text.Append("; SameSite=").Append(SameSite switch { SameSite.Strict => "Strict", SameSite.None => "None", _ => "Lax" });
        return text.Append(Secure ? "; Secure" : "").ToString();
    }

    private static string Require(string value, SearchValues<char> allowed, bool isRequired = false) =>
        value.AsSpan().ContainsAnyExcept(allowed) || (isRequired && value.Length == 0)
            ? throw new ArgumentException("The name of a cookie is empty, or its name, value, path or domain contains a character that is not allowed there.", nameof(value))
            : value;
}
