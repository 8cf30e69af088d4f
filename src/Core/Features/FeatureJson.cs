using System.Text.Json.Serialization;

namespace Lessons.Features;

[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(LessonList))]
[JsonSerializable(typeof(MarkedLesson))]
[JsonSerializable(typeof(UndoneLesson))]
internal sealed partial class FeatureJson : JsonSerializerContext;
