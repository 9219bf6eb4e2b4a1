using System.Text;
using System.Text.Json;
using Portal.Sandbox.Api.Http.Bodies;

namespace Portal.UnitTests.Sandbox.Api.Http;

public sealed class JsonSyntaxTests
{
    [Theory]
    [InlineData("""{"a":1""", "unexpected end of JSON input")]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{a:1}", "invalid character 'a' looking for beginning of object key string")]
    [InlineData("""{"a" 1}""", "invalid character '1' after object key")]
    [InlineData("""{"a":1 "b":2}""", "invalid character '\"' after object key:value pair")]
    [InlineData("[1 2]", "invalid character '2' after array element")]
    [InlineData("<html>", "invalid character '<' looking for beginning of value")]
    [InlineData("{} x", "invalid character 'x' after top-level value")]
    [InlineData("tru", "unexpected end of JSON input")]
    [InlineData("trux", "invalid character 'x' in literal true (expecting 'e')")]
    [InlineData("-x", "invalid character 'x' in numeric literal")]
    [InlineData("1.x", "invalid character 'x' after decimal point in numeric literal")]
    [InlineData("1ex", "invalid character 'x' in exponent of numeric literal")]
    [InlineData("\"\\q\"", "invalid character 'q' in string escape code")]
    [InlineData("\"\\u00g0\"", "invalid character 'g' in \\u hexadecimal character escape")]
    [InlineData("\"a\nb\"", "invalid character '\\n' in string literal")]
    public void Explain_OfWhatIsNoJson_SpeaksAsGoDoes(string text, string expected) => JsonSyntax.Explain(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);

    [Fact]
    public void Explain_OfAnyText_AgreesWithTheReader()
    {
        const string Alphabet = "{}[]\",:\\u0019tfn-.e \n";
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 14)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            (JsonSyntax.Explain(Encoding.UTF8.GetBytes(text)) is null).ShouldBe(IsJson(text), text);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
