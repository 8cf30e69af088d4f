using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>What came of reading a body: its bytes, that there are too many, or an answer to one that cannot be read.</summary>
internal readonly record struct RequestBody(ReadOnlyMemory<byte> Bytes, bool IsTooLarge = false, AppResponse? Refusal = null);
