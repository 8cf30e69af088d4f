using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>What came of reading a body: its bytes, that there are too many, or an answer to one that cannot be read.</summary>
/// <param name="Bytes">The whole body; empty where it is too large or refused.</param>
/// <param name="IsTooLarge">Whether it has more bytes than the application reads.</param>
/// <param name="Refusal">The answer to a body that cannot be read; else null.</param>
/// <param name="HasConnectionEnded">Whether the client has ended the connection, or its half of it, within the body.</param>
internal readonly record struct RequestBody(
    ReadOnlyMemory<byte> Bytes, bool IsTooLarge = false, AppResponse? Refusal = null, bool HasConnectionEnded = false);
