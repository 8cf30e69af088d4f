namespace Portable.Lambda;

/// <summary>The transport of a connection.</summary>
internal enum Transport
{
    /// <summary>A socket with asynchronous reads and writes.</summary>
    Plain,

    /// <summary>A socket that blocks the caller's thread. This saves thread switches. For the only loop of a process.</summary>
    Blocking,

    /// <summary>TLS over a socket with asynchronous reads and writes.</summary>
    Tls,
}
