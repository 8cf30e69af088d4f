using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>Creates the application from the environment variables, which the host may change.</summary>
internal sealed class Application(
    Func<HostContext, CancellationToken, ValueTask<Handler>> create,
    Func<string, string?> getVariable,
    TimeProvider time,
    ILogger logger,
    CancellationToken workerEnding = default)
{
    private HostContext? _context;

    /// <summary>
    /// Null until the application has been created. If the settings cannot be used and there is no earlier application, this handler
    /// answers every request with 503.
    /// </summary>
    public Handler? Handler { get; private set; }

    /// <summary>Whether the last creation of the application failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The reason why <see cref="Handler"/> is null; null when there is a handler or the first creation is not complete.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// The last call of <see cref="CreateAsync(Func{Task})"/>. The result is null if there is a new handler. Otherwise the result is a
    /// sentence that says what is wrong and contains no secret, and the previous application, if there is one, stays in use.
    /// </summary>
    public Task<string?> Creation { get; private set; } = Task.FromResult<string?>(null);

    /// <summary>
    /// Waits for the previous call to finish, then creates the application. If the creation succeeds, the objects that the previous
    /// application owns are disposed after all invocations in flight have been answered. If the creation fails, the previous
    /// application stays in use.
    /// </summary>
    /// <param name="inFlight">Returns a task that completes when all invocations in flight have been answered.</param>
    public Task<string?> CreateAsync(Func<Task> inFlight) => Creation = CreateAsync(Creation, inFlight);

    private async Task<string?> CreateAsync(Task before, Func<Task> inFlight)
    {
        await before;
        var context = new HostContext(logger, time, getVariable);
        try
        {
            Handler = await create(context, workerEnding);
        }
        catch (SettingsException exception)
        {
            return Refuse(context, exception.Message);
        }
        catch (Exception exception)
        {
            FunctionsLog.CreateFailed(logger, exception);
            return Fail(context, "The application cannot be created: see the worker's log.");
        }

        if (_context is not null)
            _ = DisposeAsync(_context, inFlight());
        (_context, Error, HasFailed) = (context, null, false);
        return null;
    }

    // If there is no earlier application, a handler that answers with 503 takes its place. Without a handler, the host would answer every
    // request with an empty 500.
    private string? Refuse(HostContext context, string reason)
    {
        if (_context is not null)
        {
            FunctionsLog.SettingsRefused(logger, reason);
            return Fail(context, reason);
        }

        Fail(context, reason);
        (Handler, Error) = (HostAnswer.NotConfigured(reason, logger, time), null);
        return null;
    }

    private string Fail(HostContext context, string reason)
    {
        _ = DisposeAsync(context, Task.CompletedTask);
        HasFailed = true;
        if (Handler is null)
            Error = reason;
        return reason;
    }

    private static async Task DisposeAsync(HostContext context, Task inFlight)
    {
        await inFlight;
        await context.DisposeAsync();
    }
}
