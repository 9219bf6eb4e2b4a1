namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>Bounds the work of evaluations: one unit a step, and one for every ten characters that a function looks at.</summary>
/// <param name="units">What may be spent in all, for example by all rules of one object.</param>
public sealed class CelBudget(long units)
{
    /// <summary>What one rule may spend, as in Kubernetes.</summary>
    public const long PerRule = 1_000_000;

    /// <summary>What all rules of one object may spend.</summary>
    public const long PerObject = 10_000_000;

    private long _left = units;
    private long _rule = PerRule;

    /// <summary>A rule begins.</summary>
    public void StartRule() => _rule = PerRule;

    /// <exception cref="CelCostException">Nothing is left.</exception>
    public void Spend(long units)
    {
        _left -= units;
        _rule -= units;
        if (_left < 0 || _rule < 0)
        {
            throw new CelCostException();
        }
    }

    /// <summary>For an operation on a text.</summary>
    public void SpendText(string text) => Spend(1 + text.Length / 10);
}
