namespace Portal.Features.NewJob;

/// <summary>Where the main file of a new job comes from.</summary>
public enum JobSource
{
    Sample,
    Upload,
    Path,
    Code,
}
