namespace Lessons.FunctionsLocal;

/// <summary>The reason for the end of a worker.</summary>
internal enum WorkerEnd
{
    /// <summary>The stand-in itself stops.</summary>
    Stopped,

    /// <summary>The worker exited with the code that requests a new worker, an invocation took too long, or host.json was written.</summary>
    Restart,

    /// <summary>The worker crashed or did not become ready.</summary>
    Failure,
}
