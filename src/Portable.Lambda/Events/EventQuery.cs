using System.Buffers;
using System.Text;

namespace Portable.Lambda;

/// <summary>
/// Makes a query from the parameters of an event that does not contain the query. Parameters of the same name follow each other in their order.
/// An event does not distinguish <c>a</c> from <c>a=</c>. The query contains <c>a=</c> for both.
/// </summary>
internal static class EventQuery
{
    // The unreserved characters of RFC 3986, section 2.3. Any other character may have a meaning in a query.
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>Makes a query from decoded parameters. Encodes them again.</summary>
    public static string OfDecoded(LambdaEvent source) => Join(source, AppendEncoded);

    /// <summary>Makes a query from parameters that are still percent-encoded.</summary>
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
