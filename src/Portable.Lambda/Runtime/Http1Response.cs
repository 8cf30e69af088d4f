using Portable.Http;

namespace Portable.Lambda;

/// <summary>A response. The chunks of its body are joined.</summary>
internal readonly record struct Http1Response(int Status, HeaderList Headers, ReadOnlyMemory<byte> Body);
