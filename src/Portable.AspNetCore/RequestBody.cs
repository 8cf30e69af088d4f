using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>
/// The result of reading a body: its bytes, the fact that it is too large, or the response to a body that cannot be read.
/// </summary>
/// <param name="Bytes">The whole body. It is empty where the body is too large or refused.</param>
/// <param name="IsTooLarge">Whether the body has more bytes than the application reads.</param>
/// <param name="Refusal">The response to a body that cannot be read; otherwise null.</param>
/// <param name="HasConnectionEnded">
/// Whether the client has closed the connection, or its half of the connection, while it sent the body.
/// </param>
internal readonly record struct RequestBody(
    ReadOnlyMemory<byte> Bytes, bool IsTooLarge = false, AppResponse? Refusal = null, bool HasConnectionEnded = false);
