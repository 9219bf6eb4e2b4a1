using Portal.Core.Jobs;

namespace Portal.Components;

/// <summary>How a state is drawn: the same class of colour, mark and word everywhere.</summary>
public static class StateLook
{
    /// <summary>All states in the order that lists and facets show them.</summary>
    public static readonly IReadOnlyList<JobState> All =
        [JobState.Running, JobState.Waiting, JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Unknown];

    public static string Css(JobState state) => state switch
    {
        JobState.Running => "run",
        JobState.Waiting => "wait",
        JobState.Succeeded => "ok",
        JobState.Failed => "bad",
        JobState.Cancelled => "off",
        _ => "unk",
    };

    /// <summary>SVG content for a 14 by 14 view box; a shape for each state, so that colour is never alone.</summary>
    public static string Mark(string css) => css switch
    {
        "run" => """<circle class="pulse" cx="7" cy="7" r="6" fill="currentColor" opacity=".35"/><circle cx="7" cy="7" r="3.500" fill="currentColor"/>""",
        "wait" => """<circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="1.500"/>""",
        "ok" => Ring("") + """<path d="m4.300 7.200 1.900 1.900 3.500-4" fill="none" stroke="currentColor" stroke-width="1.500" stroke-linecap="round" stroke-linejoin="round"/>""",
        "bad" => """<circle cx="7" cy="7" r="6.750" fill="currentColor"/><path d="m4.800 4.800 4.400 4.400m0-4.400-4.400 4.400" fill="none" stroke="var(--surface)" stroke-width="1.600" stroke-linecap="round"/>""",
        "warn" => """<path d="M7 1.500 13 12H1zM7 5.300v3M7 10.100v.01" fill="none" stroke="currentColor" stroke-width="1.400" stroke-linecap="round" stroke-linejoin="round"/>""",
        "off" => Ring("") + """<path d="M4.300 7h5.400" stroke="currentColor" stroke-width="1.500" stroke-linecap="round"/>""",
        _ => Ring(""" stroke-dasharray="2.400 1.600" """) + """<path d="M5.500 5.700c.1-1 .7-1.500 1.500-1.500s1.500.6 1.500 1.300c0 1-1.500 1-1.500 2.200M7 9.700v.01" fill="none" stroke="currentColor" stroke-width="1.300" stroke-linecap="round"/>""",
    };

    private static string Ring(string more) => $"""<circle cx="7" cy="7" r="6.250" fill="none" stroke="currentColor" stroke-width="1.300"{more}/>""";
}
