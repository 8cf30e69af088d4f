using System.Text.Json;
using Portable.AzureFunctions;
using Portable.AzureFunctions.Protocol;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class RpcLoggerProviderTests
{
    [Fact]
    public void An_unsent_log_line_is_written_to_the_console_completely()
    {
        using var output = new MemoryStream();
        using var console = new JsonLoggerProvider(output, TimeProvider.System);
        var stream = new HostStream(new WorkerArguments("http://127.0.0.1:1", "w", "r", 100));
        using var logging = new RpcLoggerProvider(stream, console);
        stream.Send(new() { WorkerStatusResponse = new() });
        stream.Send(new()
        {
            RpcLog = new()
            {
                Level = RpcLog.Types.Level.Error,
                Message = "A {handler} failed",
                Properties = """{"requestId":"r-1","status":500,"milliseconds":0.5}""",
                InvocationId = "i-1",
                Exception = new() { Type = "T", Message = "m", StackTrace = "   at F()" },
            },
        });

        logging.WriteUnsent();

        var line = JsonDocument.Parse(output.ToArray()).RootElement.EnumerateObject().Where(property => property.Name != "timestamp").Select(property => (property.Name, property.Value.ToString()));
        Assert.Equal(
            [("level", "ERROR"), ("message", "A {handler} failed"), ("requestId", "r-1"), ("status", "500"), ("milliseconds", "0.5"), ("invocationId", "i-1"), ("exception", "T: m\n   at F()")],
            line);
    }
}
