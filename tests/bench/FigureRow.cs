namespace Portal.Bench;

/// <summary>One figure that is neither a time of many samples nor the memory of a part.</summary>
/// <param name="What">What it is.</param>
/// <param name="Value">The figure with its unit.</param>
/// <param name="Aim">What it should be, in words; null where nothing was asked for.</param>
/// <param name="Reached">Whether it is; null where nothing was asked for.</param>
internal sealed record FigureRow(string What, string Value, string? Aim = null, bool? Reached = null);
