using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>What a host gives to the application that it starts.</summary>
/// <param name="Logger">Writes to the host's log.</param>
/// <param name="Time">The clock.</param>
/// <param name="GetVariable">Returns an environment variable; null where it is not set.</param>
public sealed record HostContext(ILogger Logger, TimeProvider Time, Func<string, string?> GetVariable);
