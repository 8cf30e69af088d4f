using System.Diagnostics;

namespace Portable.Conformance;

/// <summary>Waits for a condition. The time limit is so long that only a failing test reaches it.</summary>
public static class Eventually
{
    /// <summary>The longest wait of any test: one minute.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition returns true, and checks it every 20 ms.</summary>
    /// <param name="what">What is awaited, as a sentence for the error.</param>
    /// <param name="condition">The condition.</param>
    /// <exception cref="TimeoutException">The condition did not hold within <see cref="Bound"/>.</exception>
    public static Task HoldsAsync(string what, Func<Task<bool>> condition) => HoldsAsync(what, Bound, condition);

    internal static async Task HoldsAsync(string what, TimeSpan bound, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > bound)
                throw new TimeoutException($"This did not happen within {bound.TotalSeconds} s: {what}");
            await Task.Delay(20);
        }
    }
}
