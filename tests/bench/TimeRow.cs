namespace Portal.Bench;

/// <summary>One kind of time that was measured.</summary>
/// <param name="What">What lies between the two moments.</param>
/// <param name="Samples">Milliseconds.</param>
/// <param name="Aim">What the 99th percentile should not exceed, in milliseconds; null where nothing was asked for.</param>
internal sealed record TimeRow(string What, IReadOnlyList<double> Samples, double? Aim = null)
{
    /// <summary>The smallest sample that at least this share of all samples does not exceed (nearest rank): always one that was measured.</summary>
    public double Percentile(double share) => Samples.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * Samples.Count) - 1));
}
