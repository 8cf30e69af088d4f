using System.Buffers;
using System.Text;

namespace Portable.Lambda;

/// <summary>
/// The query of an event that has only its parameters. The parameters of one name stand together, in their order. An event has
/// the same form for <c>a</c> and for <c>a=</c>: the query becomes <c>a=</c>.
/// </summary>
internal static class EventQuery
{
    // RFC 3986, 2.3. Any other character may have a meaning in a query.
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>The query of parameters that the service has decoded: they are encoded anew.</summary>
    public static string OfDecoded(LambdaEvent source) => Join(source, AppendEncoded);

    /// <summary>The query of parameters that the service has not decoded.</summary>
    public static string OfEncoded(LambdaEvent source) => Join(source, static (query, text) => query.Append(text));

    private static string Join(LambdaEvent source, Action<StringBuilder, string> append)
    {
        if ((source.MultiValueQuery is { Count: > 0 } all ? all : source.Query) is not { Count: > 0 } parameters)
            return "";
        var query = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            append(query.Length > 0 ? query.Append('&') : query, name);
            append(query.Append('='), value);
        }

        return query.ToString();
    }

    private static void AppendEncoded(StringBuilder query, string text)
    {
        const string Digits = "0123456789ABCDEF";
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (Unreserved.Contains(value))
                query.Append((char)value);
            else
                query.Append('%').Append(Digits[value >> 4]).Append(Digits[value & 0xf]);
        }
    }
}
