namespace Portal.Sandbox.Images;

/// <summary>How an image of the catalogue is made up.</summary>
internal enum ImageKind
{
    /// <summary>The host's own program and commands.</summary>
    Program,

    /// <summary>Apache Spark of the host, or the stand-in.</summary>
    Spark,
}
