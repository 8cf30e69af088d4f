namespace Lessons.LambdaHost.Http;

/// <summary>What carries a connection's bytes.</summary>
internal enum Transport
{
    /// <summary>A socket, awaited.</summary>
    Plain,

    /// <summary>A socket, waited for on the caller's own thread: half of the switches between threads, for a caller who has nothing else to do.</summary>
    Blocking,

    /// <summary>TLS over a socket, awaited.</summary>
    Tls,
}
