using System.Text;
using System.Text.Unicode;

namespace Portable.Http;

/// <summary>
/// Reads <c>multipart/form-data</c> (RFC 7578, RFC 2046 5.1). It skips files, because no route accepts a file. This class does
/// not use the MultipartReader of Microsoft.AspNetCore.WebUtilities 10.0.15: that reader cuts a value at a line that merely
/// starts with the boundary.
/// </summary>
internal static class MultipartForm
{
    private const int MaxBoundaryLength = 70;

    /// <summary>
    /// Returns false where the boundary is missing or has more than 70 characters, where the body is cut off, or where the
    /// headers or the value of a part cannot be read.
    /// </summary>
    public static bool TryAddTo(Form form, string contentType, ReadOnlySpan<byte> body)
    {
        var boundary = HeaderParameter.Find(contentType, "boundary");
        if (boundary is not { Length: > 0 and <= MaxBoundaryLength })
            return false;

        // A delimiter is a whole line. The first delimiter may be at the very start of the body, so a line end is put in
        // front of it.
        ReadOnlySpan<byte> rest = [.. "\r\n"u8, .. body];
        var delimiter = Encoding.UTF8.GetBytes("\r\n--" + boundary);
        if (!TrySkipDelimiter(delimiter, ref rest, out _, out var isLast))
            return false;
        while (!isLast)
        {
            if (!TrySkipDelimiter(delimiter, ref rest, out var part, out isLast) || !TryAddPart(form, part))
                return false;
        }

        return true;
    }

    /// <summary>Removes the text before the next delimiter, and also the line of the delimiter.</summary>
    private static bool TrySkipDelimiter(ReadOnlySpan<byte> delimiter, ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> before, out bool isLast)
    {
        before = default;
        isLast = false;
        for (var from = 0; rest[from..].IndexOf(delimiter) is >= 0 and var found; from += found + delimiter.Length)
        {
            var after = rest[(from + found + delimiter.Length)..];
            isLast = after.StartsWith("--"u8);
            var lineEnd = after.IndexOf("\r\n"u8);
            var line = after[(isLast ? 2 : 0)..(lineEnd < 0 ? after.Length : lineEnd)];
            if (line.Trim(" \t"u8).Length > 0 || (lineEnd < 0 && !isLast))
                continue; // the line only starts with the boundary
            before = rest[..(from + found)];
            rest = isLast ? [] : after[lineEnd..];
            return true;
        }

        return false;
    }

    private static bool TryAddPart(Form form, ReadOnlySpan<byte> part)
    {
        // The part begins with the line end of its delimiter. A part without headers therefore also has an empty line before its
        // value.
        var headersEnd = part.IndexOf("\r\n\r\n"u8);
        if (headersEnd < 0 || !Utf8.IsValid(part[..headersEnd]))
            return false;

        var disposition = FindDisposition(Encoding.UTF8.GetString(part[..headersEnd]));
        var value = part[(headersEnd + 4)..];
        if (disposition is null || HeaderParameter.Find(disposition, "filename") is not null)
            return true;
        if (HeaderParameter.Find(disposition, "name") is not { } name || !Utf8.IsValid(value))
            return false;
        form.Add(name, Encoding.UTF8.GetString(value));
        return true;
    }

    private static string? FindDisposition(string headers)
    {
        const string Name = "Content-Disposition:";
        return headers.Split("\r\n").FirstOrDefault(line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))?[Name.Length..];
    }
}
