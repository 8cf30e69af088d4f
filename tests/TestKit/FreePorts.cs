namespace Lessons.TestKit;

/// <summary>Starts a program that cannot let the system choose its port.</summary>
public static class FreePorts
{
    private const int MaxAttempts = 5;

    /// <summary>
    /// Starts the program on a free port. If the start throws an InvalidOperationException whose message contains "already in use", another
    /// program has taken the port, and this method starts the program on another port. It tries up to five ports.
    /// </summary>
    public static async Task<T> StartAsync<T>(Func<int, Task<T>> startAsync)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await startAsync(FreePort.Find());
            }
            catch (InvalidOperationException exception) when (attempt < MaxAttempts && exception.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase))
            {
                // The loop finds another port.
            }
        }
    }
}
