using System.Globalization;
using System.Net;
using Portable.Http;

namespace Lessons.Server;

/// <summary>
/// The settings in the OTEL_ variables (OpenTelemetry's environment variable specification). An invalid value throws an exception with
/// a sentence. The OpenTelemetry library would ignore the value, or end the start of the program with a stack trace.
/// </summary>
internal sealed record OtlpSettings(bool SendsMetrics, bool SendsTraces, bool IsMentioned)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    private static readonly string[] Schemes = ["http://", "https://"];

    private static readonly string[] Kinds = ["", "METRICS_", "TRACES_"];

    private static readonly string[] Numbers =
    [
        "OTEL_METRIC_EXPORT_INTERVAL",
        "OTEL_METRIC_EXPORT_TIMEOUT",
        "OTEL_BSP_SCHEDULE_DELAY",
        "OTEL_BSP_EXPORT_TIMEOUT",
        "OTEL_BSP_MAX_QUEUE_SIZE",
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
    ];

    /// <summary>Whether metrics or traces are sent.</summary>
    public bool IsWanted => SendsMetrics || SendsTraces;

    /// <exception cref="SettingsException">The value of a variable is not valid. The message contains the variable's name but not its value.</exception>
    public static OtlpSettings Read(Func<string, string?> getVariable)
    {
        var isMentioned = false;
        string? Get(string name)
        {
            var value = getVariable(name) is { Length: > 0 } text ? text : null;
            isMentioned |= value is not null;
            return value;
        }

        foreach (var kind in Kinds)
        {
            Check(Prefix + kind + "ENDPOINT", Get, IsUrl, "must be an http:// or https:// URL without a user or password");
            Check(Prefix + kind + "PROTOCOL", Get, value => value is "grpc" or "http/protobuf", "must be grpc or http/protobuf");
            Check(Prefix + kind + "HEADERS", Get, AreHeaders, "must be key=value pairs, separated by commas");
            Check(Prefix + kind + "TIMEOUT", Get, IsPositive, "must be a number of milliseconds above 0");
            foreach (var file in (string[])["CERTIFICATE", "CLIENT_CERTIFICATE", "CLIENT_KEY"])
                Check(Prefix + kind + file, Get, File.Exists, "must name a file that exists");
        }

        foreach (var name in Numbers)
            Check(name, Get, IsPositive, "must be a whole number above 0");
        foreach (var name in (string[])["OTEL_METRICS_EXPORTER", "OTEL_TRACES_EXPORTER"])
            Check(name, Get, value => value is "otlp" or "none", "must be otlp or none");
        if (string.Equals(Get("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
            return new(false, false, false);
        return new(IsSent("METRICS", Get), IsSent("TRACES", Get), isMentioned);
    }

    private static bool IsSent(string signal, Func<string, string?> get) =>
        get($"OTEL_{signal}_EXPORTER") != "none" && (get(Prefix + "ENDPOINT") ?? get($"{Prefix}{signal}_ENDPOINT")) is not null;

    private static void Check(string name, Func<string, string?> get, Func<string, bool> isUsable, string what)
    {
        if (get(name) is { } value && !isUsable(value))
            throw new SettingsException($"{name} {what}.");
    }

    private static bool IsUrl(string value)
    {
        if (Array.Find(Schemes, scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is not { } scheme || value.Any(char.IsWhiteSpace))
            return false;
        var authority = value[scheme.Length..].Split('/', '?', '#')[0];
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var host = hasPort ? authority[..colon] : authority;
        return (!hasPort || (ushort.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0))
            && (host is ['[', .. var address, ']'] ? IPAddress.TryParse(address, out _) : host.Length > 0 && host.IndexOfAny(['@', '[', ']', ':']) < 0);
    }

    // From "api-key: abc=" the library would read the header name "api-key: abc". Therefore a name with a colon is refused.
    private static bool AreHeaders(string value) => value.Split(',').All(pair =>
        pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && !pair.AsSpan(0, equals).Contains(':'));

    private static bool IsPositive(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
}
