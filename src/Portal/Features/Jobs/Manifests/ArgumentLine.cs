using System.Text;

namespace Portal.Features.Jobs.Manifests;

/// <summary>
/// Arguments on one line, quoted as a shell would have it: white space separates, '...' is taken as it is, in "..." a backslash escapes
/// " and itself, elsewhere any character. Nothing else is special, and no shell ever sees it.
/// </summary>
public static class ArgumentLine
{
    /// <returns>False when a quote is not closed; the arguments are then what was understood.</returns>
    public static bool TrySplit(string line, out IReadOnlyList<string> arguments)
    {
        var found = new List<string>();
        var current = new StringBuilder();
        var inside = false;
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote is { } open)
            {
                if (c == open)
                {
                    quote = null;
                }
                else if (c == '\\' && open == '"' && i + 1 < line.Length && line[i + 1] is '"' or '\\')
                {
                    current.Append(line[++i]);
                }
                else
                {
                    current.Append(c);
                }
            }
            else if (c is '\'' or '"')
            {
                (quote, inside) = (c, true);
            }
            else if (char.IsWhiteSpace(c))
            {
                Flush();
            }
            else
            {
                inside = true;
                current.Append(c == '\\' && i + 1 < line.Length ? line[++i] : c);
            }
        }

        Flush();
        arguments = found;
        return quote is null;

        void Flush()
        {
            if (inside)
            {
                found.Add(current.ToString());
                current.Clear();
                inside = false;
            }
        }
    }

    /// <summary>A line that <see cref="TrySplit"/> takes apart into these arguments again.</summary>
    public static string Join(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    /// <summary>One argument so that a POSIX shell takes it as it is.</summary>
    public static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or ',' or '@' or '%' or '+')
            ? argument
            : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
