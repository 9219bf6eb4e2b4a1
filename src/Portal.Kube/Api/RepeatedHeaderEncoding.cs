using System.Text;
using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>
/// Kubernetes wants one <c>Impersonate-Group</c> line per group and takes "a, b" for a single odd group, while HttpClient always joins the
/// values of a header into one line. So the groups travel joined by a control character up to here, where the text becomes bytes, and leave
/// as separate lines. Works for HTTP/1.1 only: HTTP/2 headers are not lines.
/// </summary>
internal sealed class RepeatedHeaderEncoding : Encoding
{
    public static readonly RepeatedHeaderEncoding Groups = new(Impersonation.GroupHeader);

    private const char Separator = '\u001F';
    private readonly string _lineBreak;

    private RepeatedHeaderEncoding(string header) => _lineBreak = $"\r\n{header}: ";

    /// <summary>One value that leaves as many.</summary>
    /// <exception cref="ClusterException">A value could break out of its line.</exception>
    public static string Join(IReadOnlyList<string> values) => values.Any(v => v.AsSpan().ContainsAny(Separator, '\r', '\n'))
        ? throw new ClusterException(ClusterErrorKind.Invalid, "The name of a group has control characters in it and cannot be sent to Kubernetes.")
        : string.Join(Separator, values);

    public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(Expand(chars, index, count));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        var text = Expand(chars, charIndex, charCount);
        return UTF8.GetBytes(text, 0, text.Length, bytes, byteIndex);
    }

    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount * _lineBreak.Length);

    public override int GetCharCount(byte[] bytes, int index, int count) => throw new NotSupportedException("Only for writing.");

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => throw new NotSupportedException("Only for writing.");

    public override int GetMaxCharCount(int byteCount) => byteCount;

    private string Expand(char[] chars, int index, int count) => new string(chars, index, count).Replace(Separator.ToString(), _lineBreak, StringComparison.Ordinal);
}
