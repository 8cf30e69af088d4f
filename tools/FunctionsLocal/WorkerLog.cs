using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>The log stream as the Functions host's console shows it: the message of a line, without its fields.</summary>
internal static class WorkerLog
{
    /// <summary>The Functions host shows no line that belongs to no running invocation.</summary>
    public static void Write(RpcLog log, InvocationTable invocations)
    {
        if (log.LogCategory == RpcLog.Types.RpcLogCategory.System || invocations.FunctionOf(log.InvocationId) is not { } function)
            return;
        var exception = log.Exception is { } thrown ? $" {thrown.Type}: {thrown.Message} {thrown.StackTrace}" : "";
        Console.WriteLine($"[{log.Level}] Function.{function}.User: {log.Message}{exception}");
    }
}
