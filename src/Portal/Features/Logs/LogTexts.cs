namespace Portal.Features.Logs;

/// <summary>Names the resources that hold the texts of the log viewer: <c>LogTexts.resx</c> and its translations.</summary>
public sealed class LogTexts;
