namespace Portal.Features.NewJob;

/// <summary>A size to start from; sets the fields, which can then be changed.</summary>
/// <param name="Key">Small, Medium or Large: key of its name.</param>
/// <param name="Executors">How many.</param>
/// <param name="Cores">CPU of each executor.</param>
/// <param name="Memory">Memory of each executor, as Spark writes it.</param>
/// <param name="DriverCores">CPU of the driver.</param>
/// <param name="DriverMemory">Memory of the driver.</param>
public sealed record SizePreset(string Key, string Executors, string Cores, string Memory, string DriverCores, string DriverMemory)
{
    public static readonly IReadOnlyList<SizePreset> All =
    [
        new("Small", "2", "1", "1g", "1", "1g"),
        new("Medium", "3", "2", "2g", "1", "1g"),
        new("Large", "4", "4", "8g", "2", "4g"),
    ];

    public bool Matches(JobDraft draft) =>
        (draft.Executors, draft.ExecutorCores, draft.ExecutorMemory, draft.DriverCores, draft.DriverMemory) == (Executors, Cores, Memory, DriverCores, DriverMemory);

    public void ApplyTo(JobDraft draft) =>
        (draft.Executors, draft.ExecutorCores, draft.ExecutorMemory, draft.DriverCores, draft.DriverMemory) = (Executors, Cores, Memory, DriverCores, DriverMemory);
}
