using System.Globalization;

namespace Portal.Sandbox.Manifests;

/// <summary>An amount that remembers whether it was written in powers of 1024, and writes itself in Kubernetes' canonical form.</summary>
/// <param name="Amount">In base units: cores, bytes, pieces.</param>
/// <param name="IsBinary">Written as <c>64Mi</c> rather than <c>64M</c>.</param>
internal readonly record struct ResourceQuantity(decimal Amount, bool IsBinary)
{
    private static readonly (string Suffix, decimal Unit)[] Decimals =
        [("E", 1e18m), ("P", 1e15m), ("T", 1e12m), ("G", 1e9m), ("M", 1e6m), ("k", 1e3m), ("", 1m), ("m", 1e-3m), ("u", 1e-6m), ("n", 1e-9m)];

    private static readonly (string Suffix, decimal Unit)[] Binaries =
        [("Ei", 1L << 60), ("Pi", 1L << 50), ("Ti", 1L << 40), ("Gi", 1L << 30), ("Mi", 1L << 20), ("Ki", 1L << 10), ("", 1m)];

    public static ResourceQuantity One { get; } = new(1, false);

    public static bool TryParse(string? text, out ResourceQuantity quantity)
    {
        var isNumber = Quantity.TryParse(text, out var amount);
        quantity = new ResourceQuantity(amount, isNumber && text!.EndsWith('i'));
        return isNumber;
    }

    /// <summary>The sum, written as the first one is unless that is nothing.</summary>
    public static ResourceQuantity operator +(ResourceQuantity a, ResourceQuantity b) => new(a.Amount + b.Amount, a.Amount == 0 ? b.IsBinary : a.IsBinary);

    public static ResourceQuantity operator -(ResourceQuantity a, ResourceQuantity b) => new(a.Amount - b.Amount, a.Amount == 0 ? b.IsBinary : a.IsBinary);

    public override string ToString()
    {
        if (Amount == 0)
        {
            return "0";
        }
        var binary = IsBinary && Math.Abs(Amount) >= 1024;
        var amount = binary ? decimal.Ceiling(Amount) : decimal.Ceiling(Amount * 1e9m) / 1e9m;
        var (suffix, unit) = (binary ? Binaries : Decimals).First(u => amount % u.Unit == 0);
        return (amount / unit).ToString("0", CultureInfo.InvariantCulture) + suffix;
    }
}
