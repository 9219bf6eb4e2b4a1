using System.Globalization;
using System.Text;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Completion indexes, written as Kubernetes writes them: <c>0-3,5,7,8</c>; two in a row stay apart, three make a range.</summary>
internal sealed class IndexSet
{
    private readonly SortedSet<int> _indexes;

    public IndexSet(IEnumerable<int> indexes) => _indexes = [.. indexes];

    public int Count => _indexes.Count;

    public bool Contains(int index) => _indexes.Contains(index);

    public IndexSet With(IEnumerable<int> more) => new(_indexes.Concat(more));

    /// <summary>How many indexes both have.</summary>
    public int CountShared(IndexSet other) => _indexes.Count(other._indexes.Contains);

    /// <summary>Reads such a text; what is not below <paramref name="completions"/>, or no number, is left out.</summary>
    public static IndexSet Parse(string? text, int completions)
    {
        var indexes = new List<int>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first) && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var last) && first >= 0)
            {
                var end = Math.Min(last, completions - 1);
                for (var i = first; i <= end; i++)
                {
                    indexes.Add(i);
                }
            }
        }

        return new(indexes);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        var (first, last) = (-1, -1);
        foreach (var index in _indexes)
        {
            if (first >= 0 && index == last + 1)
            {
                last = index;
                continue;
            }

            Write(text, first, last);
            (first, last) = (index, index);
        }

        Write(text, first, last);
        return text.ToString();
    }

    private static void Write(StringBuilder text, int first, int last)
    {
        if (first < 0)
        {
            return;
        }

        if (text.Length > 0)
        {
            text.Append(',');
        }

        text.Append(CultureInfo.InvariantCulture, $"{first}");
        if (last > first)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(last == first + 1 ? ',' : '-')}{last}");
        }
    }
}
