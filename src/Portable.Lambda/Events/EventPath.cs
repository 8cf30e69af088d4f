namespace Portable.Lambda;

/// <summary>Removes from the path of an event the stage of the API and the base path of a custom domain.</summary>
internal static class EventPath
{
    public static string WithoutStage(string path, string? stage)
    {
        if (stage is null or "" or "$default" || !path.StartsWith('/') || !path.AsSpan(1).StartsWith(stage, StringComparison.Ordinal))
            return path;
        var rest = path[(stage.Length + 1)..];
        return rest is "" ? "/" : rest[0] == '/' ? rest : path;
    }

    /// <summary>
    /// Returns the path of payload version 1.0. Without a custom domain, <c>requestContext.path</c> of a REST API contains the stage and <c>path</c>
    /// does not: the path is returned unchanged. If both are equal, both contain the base path of a custom domain, or the stage of an HTTP API.
    /// Then the path is shortened to the template of the resource with its parameters filled in, or by the stage.
    /// </summary>
    public static string OfPayload1(LambdaEvent source, string path)
    {
        if (source.ContextPath != path)
            return path;
        if (source.Resource == "/")
            return "/";
        if (FillTemplate(source) is { } filled && (EndsWith(path, filled) ?? EndsWith(path, filled + "/")) is { } rest)
            return rest;
        return source.Version == "1.0" ? WithoutStage(path, source.Stage) : path;
    }

    // Returns null unless the path ends with these segments and whole segments come before them.
    private static string? EndsWith(string path, string end) =>
        path == end || (path.EndsWith(end, StringComparison.Ordinal) && path[..^end.Length] is ['/', not '/', ..] and not [.., '/']) ? end : null;

    // Returns null if the resource is not a path, such as "$default", or if a parameter is missing.
    private static string? FillTemplate(LambdaEvent source)
    {
        if (source.Resource is not { } resource || !resource.StartsWith('/'))
            return null;
        var segments = resource.Split('/');
        for (var at = 0; at < segments.Length; at++)
        {
            if (segments[at] is not ['{', .. var inner, '}'])
                continue;
            var name = inner.TrimEnd('+');
            if (source.PathParameters?.FindIndex(parameter => parameter.Name == name) is not (>= 0 and var found))
                return null;
            segments[at] = source.PathParameters[found].Value;
        }

        return string.Join('/', segments);
    }
}
