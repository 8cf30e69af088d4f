namespace Portable.Http;

/// <summary>
/// <c>application/x-www-form-urlencoded</c>, in a body or a query (WHATWG URL, 5.1). Not by Microsoft.AspNetCore.WebUtilities 10.0.15:
/// it keeps a value that cannot be decoded, so that the next one of the name does not count.
/// </summary>
internal static class UrlEncodedForm
{
    /// <summary>Adds every pair that can be decoded; one that cannot does not spoil the others.</summary>
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
