using Portable.Http;

namespace Portable.Lambda;

/// <summary>An answer as it was read, chunks joined.</summary>
internal readonly record struct Http1Response(int Status, HeaderList Headers, ReadOnlyMemory<byte> Body);
