using System.Text;

namespace Portal.Kube.Resources;

/// <summary>
/// Gives the same string for the same bytes, for texts that come again and again: namespaces, label keys, node names, reasons. Holds a
/// fixed number; a new text takes the place of the one in its slot. Safe to share: a slot is one reference, read and written whole.
/// </summary>
internal sealed class StringPool
{
    public static readonly StringPool Shared = new();

    private const int Slots = 8192;
    private const int MaxLength = 128;

    private readonly string?[] _slots = new string?[Slots];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        if (utf8.Length > MaxLength || !Ascii.IsValid(utf8))
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref _slots[(uint)hash.ToHashCode() % Slots];
        var held = slot;
        if (held is null || !Ascii.Equals(utf8, held))
        {
            slot = held = Encoding.ASCII.GetString(utf8);
        }

        return held;
    }
}
