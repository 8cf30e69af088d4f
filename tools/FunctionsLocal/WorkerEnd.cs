namespace Lessons.FunctionsLocal;

/// <summary>The reason for the end of a worker.</summary>
internal enum WorkerEnd
{
    /// <summary>The stand-in stops and ends the worker.</summary>
    Stopped,

    /// <summary>The worker exited with the code that requests a new worker, an invocation exceeded functionTimeout, or host.json was written.</summary>
    Restart,

    /// <summary>The worker crashed or did not become ready.</summary>
    Failure,
}
