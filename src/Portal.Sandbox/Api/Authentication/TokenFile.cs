using System.Text;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>Users in Kubernetes' static token format, one a line: <c>token,user,uid,"group1,group2"</c>.</summary>
public static class TokenFile
{
    /// <exception cref="InvalidDataException">A line is not of that form.</exception>
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
            var fields = Fields(line);
            if (fields.Count < 3 || fields[0].Length == 0 || fields[1].Length == 0)
            {
                throw new InvalidDataException($"{path}, line {number}: expected token,user,uid and optionally \"group1,group2\".");
            }
            var groups = fields.Count > 3 ? fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
            users[fields[0]] = new Caller(fields[1], fields[2], [.. groups.Append(Caller.AuthenticatedGroup).Distinct(StringComparer.Ordinal)]);
        }
        return users;
    }

    public static string Line(string token, string user, string uid, params IReadOnlyList<string> groups) => $"{token},{user},{uid},\"{string.Join(',', groups)}\"";

    /// <summary>CSV: a field in quotes may hold commas, and quotes when doubled.</summary>
    private static List<string> Fields(string line)
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
        return fields;
    }
}
