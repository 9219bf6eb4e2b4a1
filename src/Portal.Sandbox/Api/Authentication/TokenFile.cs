using System.Text;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>
/// Users in Kubernetes' static token format, one a line: <c>token,user,uid,"group1,group2"</c>. Lines that are empty or start with <c>#</c> are
/// passed over.
/// </summary>
public static class TokenFile
{
    /// <summary>Users by token.</summary>
    /// <exception cref="InvalidDataException">A line is not of that form; the message says which, and holds nothing of what it says.</exception>
    public static IReadOnlyDictionary<string, Caller> Read(string path)
    {
        var users = new Dictionary<string, Caller>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }
            var fields = Fields(line) ?? throw Wrong(path, number, "a quote is not closed");
            if (fields.Count is < 3 or > 4 || fields[0].Length == 0 || fields[1].Length == 0)
            {
                throw Wrong(path, number, "expected token,user,uid and optionally \"group1,group2\"");
            }
            var groups = fields.Count > 3 ? fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
            if (!users.TryAdd(fields[0], new Caller(fields[1], fields[2], [.. groups.Append(Caller.AuthenticatedGroup).Distinct(StringComparer.Ordinal)])))
            {
                throw Wrong(path, number, "the token is that of an earlier line");
            }
        }
        return users;
    }

    public static string Line(string token, string user, string uid, params IReadOnlyList<string> groups) => $"{token},{user},{uid},\"{string.Join(',', groups)}\"";

    private static InvalidDataException Wrong(string path, int number, string why) => new($"{path}, line {number}: {why}.");

    /// <summary>CSV: a field in quotes may hold commas, and quotes when doubled. Null when a quote is not closed.</summary>
    private static List<string>? Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when quoted && i + 1 < line.Length && line[i + 1] == '"':
                    field.Append(line[i++]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString().Trim());
                    field.Clear();
                    break;
                default:
                    field.Append(line[i]);
                    break;
            }
        }
        fields.Add(field.ToString().Trim());
        return quoted ? null : fields;
    }
}
