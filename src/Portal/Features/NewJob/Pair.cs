namespace Portal.Features.NewJob;

/// <summary>A row of a form with a key and a value.</summary>
public sealed class Pair
{
    public string Key { get; set; } = "";

    public string Value { get; set; } = "";
}
