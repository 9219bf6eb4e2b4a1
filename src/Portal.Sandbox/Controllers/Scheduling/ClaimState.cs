namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>How far a PersistentVolumeClaim is.</summary>
internal enum ClaimState
{
    Pending,
    Bound,
    Terminating,
}
