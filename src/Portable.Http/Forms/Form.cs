namespace Portable.Http;

/// <summary>
/// The named values of a request. The values of the body come first, then those of the query; the first value of a name is used.
/// Only the body of a POST is read: as url-encoded form, multipart form or JSON object. Any other content type is ignored.
/// </summary>
public sealed class Form
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private Form()
    {
    }

    /// <summary>The decoded value of that name; null where the request has no such value.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Returns false when the body does not match its content type.</summary>
    public static bool TryRead(AppRequest request, out Form form)
    {
        form = new();
        if (request.Method == "POST" && !form.TryAddBody(request))
            return false;

        UrlEncodedForm.AddTo(form, System.Text.Encoding.UTF8.GetBytes(request.Query));
        return true;
    }

    /// <summary>Adds the value unless the name already has a value.</summary>
    internal void Add(string name, string value) => _values.TryAdd(name, value);

    private bool TryAddBody(AppRequest request)
    {
        var type = request.Headers.First("Content-Type") ?? "";
        var mediaType = type.AsSpan(0, type.AsSpan().IndexOf(';') is >= 0 and var at ? at : type.Length).Trim();
        if (Is(mediaType, "application/x-www-form-urlencoded"))
            UrlEncodedForm.AddTo(this, request.Body.Span);
        else if (Is(mediaType, "multipart/form-data"))
            return MultipartForm.TryAddTo(this, type, request.Body.Span);
        else if (Is(mediaType, "application/json"))
            return JsonForm.TryAddTo(this, request.Body.Span);
        return true;
    }

    private static bool Is(ReadOnlySpan<char> mediaType, string name) => mediaType.Equals(name, StringComparison.OrdinalIgnoreCase);
}
