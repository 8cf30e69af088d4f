namespace Lessons.FunctionsLocal;

/// <summary>Why a worker's life is over.</summary>
internal enum WorkerEnd
{
    /// <summary>The stand-in itself is told to stop.</summary>
    Stopped,

    /// <summary>It exited with the code that asks for a successor, or held an invocation for too long.</summary>
    Restart,

    /// <summary>It crashed, or never got ready.</summary>
    Failure,
}
