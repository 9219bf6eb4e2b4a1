namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>What the operator calls the state of a driver or an executor.</summary>
internal static class PodState
{
    public const string Pending = "PENDING";
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string Unknown = "UNKNOWN";

    public static bool IsTerminal(string state) => state is Completed or Failed;
}
