using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Lambda;

namespace Lessons.Tests;

/// <summary>Runs an invocation loop in the test process against a scripted Runtime API.</summary>
internal sealed class LoopUnderTest : IAsyncDisposable
{
    private readonly MemoryStream _log = new();
    private readonly RuntimeApi _api;

    /// <summary>Starts the loop. The factory of the handler gets the logger. Without a factory, the response to every request is 204.</summary>
    public LoopUnderTest(Func<ILogger, Handler>? createHandler = null, TimeProvider? time = null, InvokeMode mode = InvokeMode.Buffered)
    {
        using var logging = new JsonLoggerProvider(_log, TimeProvider.System) { WriteFields = InvocationTrace.WriteLogFields };
        var logger = logging.CreateLogger("test");
        _api = RuntimeApi.Open(Runtime.Address, Transport.Blocking);
        var handler = createHandler?.Invoke(logger) ?? ((_, _) => new(new AppResponse(204)));
        var loop = new InvocationLoop(_api, mode, handler, time ?? TimeProvider.System, logger);
        End = Task.Run(loop.RunAsync);
    }

    /// <summary>The payload of a 204, as the Runtime API receives the payload.</summary>
    public const string NoContent = """{"statusCode":204,"headers":{},"cookies":[],"body":"","isBase64Encoded":false}""";

    public ScriptedRuntime Runtime { get; } = new();

    /// <summary>Completes when the loop has ended.</summary>
    public Task End { get; }

    public IReadOnlyList<JsonElement> Log =>
        [.. Encoding.UTF8.GetString(_log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Sends an event and returns the loop's response or error report.</summary>
    public Task<ScriptedRequest> InvokeAsync(string id, string json, string headers = "")
    {
        Runtime.SendEvent(id, json, headers);
        return Runtime.NextPostAsync();
    }

    /// <summary>Responds to the next poll with a 500, which must end the loop.</summary>
    public async ValueTask DisposeAsync()
    {
        Runtime.Send(Reply.Of(500));
        await Task.WhenAny(End).WaitAsync(Eventually.Bound);
        _api.Dispose();
        Runtime.Dispose();
    }
}
