using Portal.Core.Jobs;

namespace Portal.Api.Contracts;

/// <summary>Where to go from a run.</summary>
/// <param name="Self">The run; DELETE cancels it.</param>
/// <param name="Log">Its driver's log.</param>
/// <param name="Manifest">The SparkApplication as last seen.</param>
/// <param name="Rerun">POST runs it again.</param>
public sealed record RunLinks(string Self, string Log, string Manifest, string Rerun)
{
    public static RunLinks For(JobRun run, PathString pathBase)
    {
        var self = $"{pathBase}/api/v1/workspaces/{Uri.EscapeDataString(run.Workspace)}/jobs/{Uri.EscapeDataString(run.Name)}";
        return new RunLinks(self, $"{self}/log", $"{self}/manifest", $"{self}/rerun");
    }
}
