using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Portable.AspNetCore;
using Portable.Http;
using Xunit;

namespace Lessons.Tests;

/// <summary>Checks which log lines <see cref="FunctionsConsoleLog"/> writes to standard error.</summary>
public sealed class FunctionsConsoleLogTests
{
    [Fact]
    public async Task Only_log_lines_outside_a_request_go_to_standard_error()
    {
        var (goOn, background) = (new TaskCompletionSource(), Task.CompletedTask);
        using var output = new MemoryStream();
        using var console = new FunctionsConsoleLog(output);
        var logger = console.CreateLogger("c");
        using var application = new PortableApplication(Handle, logger, TimeProvider.System);

        Say("before");
        await AskAsync(application);
        Say("after");
        goOn.SetResult();
        await background;

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["before", "after", "outliving"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()));

        void Say(string message) => logger.Log(LogLevel.Information, default, message, exception: null, (text, _) => text);

        ValueTask<AppResponse> Handle(AppRequest request, CancellationToken cancellationToken)
        {
            Say("during");
            background = OutliveAsync();
            return new(new AppResponse(204));
        }

        async Task OutliveAsync()
        {
            await goOn.Task;
            Say("outliving");
        }
    }

    private static Task AskAsync(PortableApplication application)
    {
        var context = new DefaultHttpContext { Request = { Method = "GET" } };
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";
        return application.AnswerAsync(context);
    }
}
