using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>The log stream: one line for each RpcLog.</summary>
internal static class WorkerLog
{
    /// <summary>The Functions host drops a user's line that belongs to no running invocation, and so does this.</summary>
    public static void Write(RpcLog log, InvocationTable invocations)
    {
        if (log.LogCategory != RpcLog.Types.RpcLogCategory.System && !invocations.Contains(log.InvocationId))
            return;
        var invocation = log.InvocationId.Length > 0 ? $" {log.InvocationId}" : "";
        var exception = log.Exception is { } thrown ? $" {thrown.Type}: {thrown.Message} {thrown.StackTrace}" : "";
        Console.WriteLine($"[{log.Level}] {log.Category}{invocation}: {log.Message} {log.Properties}{exception}");
    }
}
