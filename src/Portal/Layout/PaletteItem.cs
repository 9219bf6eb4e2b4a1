using Portal.Core.Jobs;

namespace Portal.Layout;

/// <summary>One choice of the command palette.</summary>
/// <param name="Icon">Icon of a page or action; ignored when there is a state.</param>
/// <param name="Text">What it is called.</param>
/// <param name="Address">Where it leads.</param>
/// <param name="State">State of the run it stands for; null for pages and actions.</param>
/// <param name="Hint">Quiet words at the end of the line.</param>
public sealed record PaletteItem(string Icon, string Text, string Address, JobState? State = null, string Hint = "");
