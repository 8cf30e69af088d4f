using System.Text.Json.Serialization;

namespace Lessons.Features;

[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(CompletedLessons))]
[JsonSerializable(typeof(MarkedLesson))]
internal sealed partial class FeatureJson : JsonSerializerContext;
