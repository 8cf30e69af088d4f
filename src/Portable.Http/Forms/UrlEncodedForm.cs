namespace Portable.Http;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c>, in a body or a query (WHATWG URL, 5.1). This class does not use
/// Microsoft.AspNetCore.WebUtilities 10.0.15. That library keeps a value that it cannot decode, so that the next value of the
/// same name would be ignored.
/// </summary>
internal static class UrlEncodedForm
{
    /// <summary>
    /// Adds every pair that can be decoded. A pair that cannot be decoded is skipped, and the other pairs are still added.
    /// </summary>
    public static void AddTo(Form form, ReadOnlySpan<byte> encoded)
    {
        foreach (var range in encoded.Split((byte)'&'))
        {
            var pair = encoded[range];
            var equals = pair.IndexOf((byte)'=');
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? default : pair[(equals + 1)..];
            if (PercentEncoding.TryDecode(name, plusIsSpace: true, out var decodedName)
                && PercentEncoding.TryDecode(value, plusIsSpace: true, out var decodedValue))
            {
                form.Add(decodedName, decodedValue);
            }
        }
    }
}
