using System.Text;
using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>The function's response, or the error that the function reported or that ended its process.</summary>
internal sealed record InvocationResult(bool IsError, byte[] Payload)
{
    public static InvocationResult Error(string type, string message) =>
        new(IsError: true, Encoding.UTF8.GetBytes($$"""{"errorType":"{{type}}","errorMessage":"{{JsonEncodedText.Encode(message)}}"}"""));
}
