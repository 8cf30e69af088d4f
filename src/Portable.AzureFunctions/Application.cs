using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>The application with the variables of the environment, which the host may change.</summary>
internal sealed class Application(
    Func<HostContext, CancellationToken, ValueTask<Handler>> create,
    Func<string, string?> getVariable,
    TimeProvider time,
    ILogger logger,
    CancellationToken workerEnding = default)
{
    private HostContext? _context;

    /// <summary>Null until the application has been created. Where its settings cannot be used, the answer to everything is 503.</summary>
    public Handler? Handler { get; private set; }

    /// <summary>Whether the last attempt to create it failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Why there is no handler; null when there is one, or when <see cref="Creation"/> is not complete.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// The last attempt to create the application. The result is null, or what is wrong, in a sentence without a secret; then the
    /// application before it stays.
    /// </summary>
    public Task<string?> Creation { get; private set; } = Task.FromResult<string?>(null);

    /// <summary>
    /// Creates the application, after an attempt under way. What the one before it owns is disposed of when all that is in flight
    /// has been answered.
    /// </summary>
    /// <param name="inFlight">Returns what completes when all that is in flight has been answered.</param>
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
            return Fail(context, "The application cannot be created: its log says why.");
        }

        if (_context is not null)
            _ = DisposeAsync(_context, inFlight());
        (_context, Error, HasFailed) = (context, null, false);
        return null;
    }

    // The host would answer each path with an empty 500.
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
