using System.Buffers.Text;
using System.Text.Json;
using Portal.Core.Jobs;

namespace Portal.Core.Storage.Lists;

/// <summary>A place in a list of runs: the last run already given. Written as text for <see cref="RunQuery.After"/>.</summary>
/// <param name="Order">Order of the list.</param>
/// <param name="Now">Until when runs that go on have lasted, on all pages of the list.</param>
/// <param name="Key">What that run is ordered by.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="Uid">Its uid.</param>
internal sealed record RunCursor(RunOrder Order, DateTimeOffset Now, JsonElement Key, DateTimeOffset SubmittedAt, string Uid)
{
    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, Strict));

    /// <exception cref="ArgumentException">The text was not given by a list in this order.</exception>
    public static RunCursor? Parse(string? text, RunOrder order)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize<RunCursor>(Base64Url.DecodeFromChars(text), Strict) is { } cursor && cursor.Order == order)
            {
                return cursor with { Now = cursor.Now.ToUniversalTime(), SubmittedAt = cursor.SubmittedAt.ToUniversalTime() };
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below.
        }

        throw Foreign(text);
    }

    /// <exception cref="ArgumentException">The text was not given by a list in this order.</exception>
    public TKey? ReadKey<TKey>()
    {
        try
        {
            return Key.Deserialize<TKey>();
        }
        catch (JsonException)
        {
            throw Foreign(ToString());
        }
    }

    private static ArgumentException Foreign(string text) =>
        new($"'{text}' is no place in this list of runs: pass the value of 'next' from the page before, in the same order, or nothing for the first page.", nameof(text));
}
