namespace Portal.Components;

/// <summary>Addresses of the pages, relative to the page's base; the only place that knows how they are made.</summary>
public static class Address
{
    /// <summary>Leads to the workspace that was open last.</summary>
    public const string Start = "./";

    public static string Home(string workspace) => $"w/{workspace}";

    public static string Jobs(string workspace) => $"w/{workspace}/jobs";

    public static string NewJob(string workspace) => $"w/{workspace}/jobs/new";

    public static string NewJobFrom(string workspace, string run) => $"w/{workspace}/jobs/new?from={Uri.EscapeDataString(run)}";

    public static string NewJobSample(string workspace, string sample) => $"w/{workspace}/jobs/new?sample={Uri.EscapeDataString(sample)}";

    /// <param name="workspace">Workspace of the run.</param>
    /// <param name="run">Name of the run.</param>
    /// <param name="tab">log, definition or events; empty for the overview.</param>
    /// <param name="line">Line of the log to show, from 0; in the address it counts from 1, as people do.</param>
    public static string Run(string workspace, string run, string tab = "", long? line = null) =>
        $"w/{workspace}/runs/{run}" + (tab.Length > 0 ? $"?tab={tab}" : "") + (line is { } number ? $"&line={number + 1}" : "");

    /// <summary>The log of a pod of a run, in one of its attempts.</summary>
    /// <param name="workspace">Workspace of the run.</param>
    /// <param name="run">Name of the run.</param>
    /// <param name="pod">Name of the pod; null for the driver.</param>
    /// <param name="attempt">Attempt, from 1; null for the latest.</param>
    public static string Log(string workspace, string run, string? pod = null, int? attempt = null) =>
        Run(workspace, run, "log") + (pod is null ? "" : $"&pod={Uri.EscapeDataString(pod)}") + (attempt is { } number ? $"&attempt={number}" : "");

    /// <summary>The workspace that an address is about; null for pages outside any.</summary>
    /// <param name="relative">Address relative to the base, as <c>NavigationManager.ToBaseRelativePath</c> gives it.</param>
    public static string? WorkspaceOf(string relative)
    {
        var parts = relative.Split('?', '#')[0].Split('/');
        return parts is ["w", { Length: > 0 } workspace, ..] ? workspace : null;
    }
}
