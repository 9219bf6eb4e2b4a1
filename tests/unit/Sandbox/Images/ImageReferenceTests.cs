using Portal.Sandbox.Images;

namespace Portal.UnitTests.Sandbox.Images;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("busybox", "docker.io", "library/busybox", null, null)]
    [InlineData("python:3-slim", "docker.io", "library/python", "3-slim", null)]
    [InlineData("apache/spark:4.0.1-python3", "docker.io", "apache/spark", "4.0.1-python3", null)]
    [InlineData("docker.io/library/spark:4.0.1-python3", "docker.io", "library/spark", "4.0.1-python3", null)]
    [InlineData("docker.io/spark", "docker.io", "library/spark", null, null)]
    [InlineData("ghcr.io/team/deep/spark@" + Digest, "ghcr.io", "team/deep/spark", null, Digest)]
    [InlineData("localhost:5000/spark:1@" + Digest, "localhost:5000", "spark", "1", Digest)]
    [InlineData("localhost/spark", "localhost", "spark", null, null)]
    [InlineData("registry:5000/spark:2", "registry:5000", "spark", "2", null)]
    public void Parse_Name_TakesItApart(string text, string registry, string repository, string? tag, string? digest) =>
        ImageReference.Parse(text).ShouldBe(new ImageReference(registry, repository, tag, digest));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Spark")]
    [InlineData("spark:")]
    [InlineData("spark:a b")]
    [InlineData("spark@sha256:12")]
    [InlineData("/spark")]
    [InlineData("spark/")]
    [InlineData("a//b")]
    [InlineData("-spark")]
    [InlineData("spark:tag:tag")]
    [InlineData("http://x/spark")]
    [InlineData("spark\n")]
    [InlineData("../spark")]
    public void Parse_NoName_IsNull(string text) => ImageReference.Parse(text).ShouldBeNull();
}
