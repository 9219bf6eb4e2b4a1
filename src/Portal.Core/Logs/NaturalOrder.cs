using System.Globalization;

namespace Portal.Core.Logs;

/// <summary>Orders names so that <c>exec-2</c> stands before <c>exec-10</c>.</summary>
internal static class NaturalOrder
{
    public static readonly IComparer<string> Instance = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);
}
