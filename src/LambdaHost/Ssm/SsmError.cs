using System.Text.Json.Serialization;

namespace Lessons.LambdaHost.Ssm;

/// <summary>An error's type, perhaps behind a prefix and '#'.</summary>
internal sealed record SsmError([property: JsonPropertyName("__type")] string? Type);
