using System.Text.Json.Serialization;

namespace Lessons.Http;

[JsonSerializable(typeof(ErrorMessage))]
internal sealed partial class HttpJson : JsonSerializerContext;
