namespace Portal.Sandbox.Api.Patching;

/// <summary>The ways to write a patch.</summary>
public enum PatchFormat
{
    Json,
    Merge,
    Strategic,
    Apply,
}
