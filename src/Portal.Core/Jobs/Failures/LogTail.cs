namespace Portal.Core.Jobs.Failures;

/// <summary>The last lines of a log.</summary>
/// <param name="First">Number of the first of them in the log, from 0.</param>
/// <param name="Lines">Their texts.</param>
public sealed record LogTail(long First, IReadOnlyList<string> Lines)
{
    public static readonly LogTail None = new(0, []);

    /// <summary>Longest quotation of a line.</summary>
    private const int MaxQuote = 1_000;

    /// <summary>Index of the last line that contains a text; -1 when none does.</summary>
    public int LastIndexOf(string text)
    {
        for (var i = Lines.Count - 1; i >= 0; i--)
        {
            if (Lines[i].Contains(text, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>One line as evidence.</summary>
    public FailureEvidence Quote(int index)
    {
        var text = Lines[index];
        return new($"Log, line {First + index + 1}", text.Length <= MaxQuote ? text : text[..MaxQuote] + "…", First + index);
    }
}
