using System.Text.Json.Serialization;

namespace Lessons.LambdaHost.FunctionUrl;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FunctionUrlEvent))]
[JsonSerializable(typeof(FunctionUrlAnswer))]
internal sealed partial class FunctionUrlJson : JsonSerializerContext;
