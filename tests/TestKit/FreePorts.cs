namespace Lessons.TestKit;

/// <summary>Starts a program that cannot let the system choose its port.</summary>
public static class FreePorts
{
    private const int MaxAttempts = 5;

    /// <summary>
    /// Starts it on a free port. When another program has taken that port in the meantime, which the error must say, it is
    /// started on another one.
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
                // On another port, then.
            }
        }
    }
}
