namespace Portable.Lambda;

/// <summary>What carries a connection's bytes.</summary>
internal enum Transport
{
    /// <summary>A socket, awaited.</summary>
    Plain,

    /// <summary>A socket, waited for on whatever thread the caller has: fewer switches, for the one loop of a process.</summary>
    Blocking,

    /// <summary>TLS over a socket, awaited.</summary>
    Tls,
}
