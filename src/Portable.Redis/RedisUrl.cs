using System.Globalization;
using System.Net;
using Portable.Http;

namespace Portable.Redis;

/// <summary>
/// The address of a Redis server: <c>redis[s]://[user[:password]@]host[:port][/database]</c>. The user and the password are
/// percent-encoded. Without a user, the password is that of the default user, as in <c>redis://:secret@host</c>.
/// </summary>
public sealed record RedisUrl(string Host, int Port, bool UseTls, string? User, string? Password, int Database)
{
    private const int DefaultPort = 6379;

    /// <summary>
    /// Parses a URL. The error text completes a sentence that begins with the name of the variable. The error text never contains
    /// a part of the value, because the value may have a secret in the wrong place.
    /// </summary>
    public static bool TryParse(string text, out RedisUrl url, out string error)
    {
        url = new("", DefaultPort, false, null, null, 0);
        error = "";
        var rest = text.Trim();
        if (TakePrefix(ref rest, "rediss://"))
            url = url with { UseTls = true };
        else if (!TakePrefix(ref rest, "redis://"))
            error = "must begin with redis:// or rediss://";
        else if (rest.AsSpan().ContainsAny("?#"))
            error = "must not contain '?' or '#' (percent-encode these characters in a password)";

        if (error.Length == 0)
            error = ParseDatabase(ref rest, ref url) ?? ParseCredentials(ref rest, ref url) ?? ParseEndpoint(rest, ref url) ?? "";
        return error.Length == 0;
    }

    /// <summary>The server's address without any secret.</summary>
    public override string ToString() => $"{(UseTls ? "rediss" : "redis")}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}/{Database}";

    private static bool TakePrefix(ref string text, string prefix)
    {
        if (!text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return false;
        text = text[prefix.Length..];
        return true;
    }

    private static string? ParseDatabase(ref string rest, ref RedisUrl url)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return null;
        var path = rest[(slash + 1)..];
        rest = rest[..slash];
        if (path.Length == 0)
            return null;
        if (!TryParseNumber(path, 0, int.MaxValue, out var database))
            return "must have a database number, or nothing, after the host's '/' (percent-encode '/' in a password)";
        url = url with { Database = database };
        return null;
    }

    private static string? ParseCredentials(ref string rest, ref RedisUrl url)
    {
        var at = rest.LastIndexOf('@');
        if (at < 0)
            return null;
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var hasPassword = colon >= 0 && colon < at;
        var userText = rest[..(hasPassword ? colon : at)];
        var passwordText = hasPassword ? rest[(colon + 1)..at] : "";
        rest = rest[(at + 1)..];
        if (!PercentEncoding.TryDecode(userText, out var user) || !PercentEncoding.TryDecode(passwordText, out var password))
            return "has a user or a password that is not percent-encoded UTF-8 (write a '%' as %25)";
        url = url with { User = user.Length > 0 ? user : null, Password = password.Length > 0 ? password : null };
        return null;
    }

    private static string? ParseEndpoint(string rest, ref RedisUrl url)
    {
        var bracket = rest.StartsWith('[') ? rest.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = rest.StartsWith('[') && bracket < 0 ? -1 : rest.IndexOf(':', bracket + 1);
        var host = colon < 0 ? rest : rest[..colon];
        var port = DefaultPort;
        if (colon >= 0 && !TryParseNumber(rest[(colon + 1)..], 1, 65535, out port))
            return "must have a port from 1 to 65535 after the host's ':'";
        if (rest.StartsWith('['))
            host = bracket > 0 && bracket == host.Length - 1 && IPAddress.TryParse(host[1..^1], out _) ? host[1..^1] : "";
        else if (!host.Split('.').All(IsLabel))
            host = "";
        if (host.Length == 0)
            return "must contain a host; an IPv6 address must be in brackets";
        url = url with { Host = host, Port = port };
        return null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool TryParseNumber(string text, int min, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max;
}
