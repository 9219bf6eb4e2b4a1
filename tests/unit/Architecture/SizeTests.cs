namespace Portal.UnitTests.Architecture;

/// <summary>A file that grows past these bounds has more than one reason to exist.</summary>
public sealed class SizeTests
{
    [Theory]
    [InlineData(".cs", 300)]
    [InlineData(".razor", 200)]
    [InlineData(".ts", 300)]
    [InlineData(".py", 300)]
    public void SourceFile_StaysReadable(string extension, int most)
    {
        var long_ = SourceTree.Files("src", extension)
            .Select(f => (f.Path, Lines: File.ReadLines(Path.Combine(SourceTree.Root, f.Path)).Count()))
            .Where(f => f.Lines > most && !f.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => $"{f.Path}: {f.Lines}");

        long_.ShouldBeEmpty();
    }

    [Fact]
    public void Program_IsATableOfContents() =>
        File.ReadLines(Path.Combine(SourceTree.Root, "src/Portal/Program.cs")).Count().ShouldBeLessThan(40);
}
