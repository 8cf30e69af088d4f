namespace Lessons.ColdStart;

internal static class Statistics
{
    /// <summary>The value below which that share of the values is, interpolated.</summary>
    public static double Quantile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        var position = share * (sorted.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
