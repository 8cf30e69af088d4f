namespace Portable.Lambda;

/// <summary>The path of an API's event, without what only the API's address has: a stage, or the base path of a custom domain.</summary>
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
    /// The path of payload version 1.0. A REST API's <c>path</c> has no stage, and its <c>requestContext.path</c> has. Both are the
    /// same with a custom domain, whose base path both have, and in an HTTP API, where both have the stage. Only then the path is
    /// shortened: to the template of the resource with its parameters, or else by the stage.
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

    // Null where no whole segments stand before the end.
    private static string? EndsWith(string path, string end) =>
        path == end || (path.EndsWith(end, StringComparison.Ordinal) && path[..^end.Length] is ['/', not '/', ..] and not [.., '/']) ? end : null;

    // Null where the resource is no path, such as "$default", or where a parameter is missing.
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
