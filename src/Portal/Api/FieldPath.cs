using System.Text;

namespace Portal.Api;

/// <summary>Paths of fields as the JSON of the API writes them.</summary>
public static class FieldPath
{
    /// <summary><c>Driver.Memory</c> becomes <c>driver.memory</c>; keys in brackets stay, as in <c>sparkConf[spark.master]</c>.</summary>
    public static string ToJson(string field)
    {
        var path = new StringBuilder(field.Length);
        var (depth, first) = (0, true);
        foreach (var c in field)
        {
            depth += c switch { '[' => 1, ']' => -1, _ => 0 };
            path.Append(first && depth == 0 ? char.ToLowerInvariant(c) : c);
            first = c == '.' && depth == 0;
        }

        return path.ToString();
    }
}
