using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>Writes log lines as the Functions host's console shows them: the message of a line, without its fields.</summary>
internal static class WorkerLog
{
    /// <summary>Writes a line of a running invocation, unless its category is System. The Functions host shows no other lines.</summary>
    public static void Write(RpcLog log, InvocationTable invocations)
    {
        if (log.LogCategory == RpcLog.Types.RpcLogCategory.System || invocations.FunctionOf(log.InvocationId) is not { } function)
            return;
        var exception = log.Exception is { } thrown ? $" {thrown.Type}: {thrown.Message} {thrown.StackTrace}" : "";
        Console.WriteLine($"[{log.Level}] Function.{function}.User: {log.Message}{exception}");
    }
}
