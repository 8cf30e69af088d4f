using System.Globalization;

namespace Portable.Http;

/// <summary>A cookie to set: for the whole site, out of reach of scripts and of cross-site posts.</summary>
public sealed record SetCookie(string Name, string Value, TimeSpan MaxAge, bool Secure)
{
    /// <summary>The value of a <c>Set-Cookie</c> header (RFC 6265, 4.1).</summary>
    public override string ToString()
    {
        var seconds = ((long)MaxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return $"{Name}={Value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{(Secure ? "; Secure" : "")}";
    }
}
