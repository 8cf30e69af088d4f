using System.Text;
using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>What the function answered, or the error that it reported or died of.</summary>
internal sealed record InvocationResult(bool IsError, byte[] Payload)
{
    public static InvocationResult Error(string type, string message) =>
        new(IsError: true, Encoding.UTF8.GetBytes($$"""{"errorType":"{{type}}","errorMessage":"{{JsonEncodedText.Encode(message)}}"}"""));
}
