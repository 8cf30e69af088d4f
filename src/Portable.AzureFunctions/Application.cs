using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>The application with the variables of the environment, which the host may change.</summary>
internal sealed class Application(Func<HostContext, Handler> create, Func<string, string?> getVariable, TimeProvider time, ILogger logger)
{
    private HostContext? _context;

    /// <summary>Null until the application has been created.</summary>
    public Handler? Handler { get; private set; }

    /// <summary>Whether the last attempt to create it failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Why there is no handler; null when there is one.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// Creates the application. What the one before it owns is disposed of when all that is in flight has been answered. Returns
    /// null, or what is wrong, in a sentence without a secret; then the one before it stays.
    /// </summary>
    public string? Create(Task inFlight)
    {
        var context = new HostContext(logger, time, getVariable);
        try
        {
            Handler = create(context);
        }
        catch (SettingsException exception)
        {
            FunctionsLog.SettingsRefused(logger, exception.Message);
            return Fail(context, exception.Message);
        }
        catch (Exception exception)
        {
            FunctionsLog.CreateFailed(logger, exception);
            return Fail(context, "The application cannot be created: its log says why.");
        }

        if (_context is not null)
            _ = DisposeAsync(_context, inFlight);
        (_context, Error, HasFailed) = (context, null, false);
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
