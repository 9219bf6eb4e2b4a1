namespace Portal;

/// <summary>Names the resources that hold the pages' texts: <c>Resources/Texts.resx</c> and its translations.</summary>
public sealed class Texts;
