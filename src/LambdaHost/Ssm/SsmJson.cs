using System.Text.Json.Serialization;

namespace Lessons.LambdaHost.Ssm;

[JsonSerializable(typeof(GetParameterRequest))]
[JsonSerializable(typeof(GetParameterResponse))]
[JsonSerializable(typeof(SsmError))]
internal sealed partial class SsmJson : JsonSerializerContext;
