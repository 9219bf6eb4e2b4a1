namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>What a rule of a pod failure policy says of a failed pod.</summary>
/// <param name="Action">Ignore, Count, FailIndex or FailJob.</param>
/// <param name="Message">Which rule, and why.</param>
internal sealed record FailureVerdict(string Action, string Message)
{
    public bool Counts => Action != "Ignore";

    public bool FailsJob => Action == "FailJob";

    public bool FailsIndex => Action == "FailIndex";
}
