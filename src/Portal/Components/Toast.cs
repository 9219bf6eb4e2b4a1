namespace Portal.Components;

/// <summary>One short message. Two with the same text are two messages.</summary>
/// <param name="text">What it says.</param>
/// <param name="bad">Whether it reports a failure.</param>
public sealed class Toast(string text, bool bad)
{
    public string Text { get; } = text;

    public bool Bad { get; } = bad;
}
