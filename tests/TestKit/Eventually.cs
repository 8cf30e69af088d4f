using System.Diagnostics;

namespace Lessons.TestKit;

/// <summary>Waits for a condition. The time limit is so long that only a failing test reaches it.</summary>
public static class Eventually
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Bound)
                throw new TimeoutException($"This did not happen within {Bound.TotalSeconds} s: {what}");
            await Task.Delay(20);
        }
    }
}
