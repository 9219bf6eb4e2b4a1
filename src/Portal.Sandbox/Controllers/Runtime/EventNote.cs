namespace Portal.Sandbox.Controllers.Runtime;

/// <summary>An event to record about an object.</summary>
/// <param name="Type">Normal or Warning.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">For people.</param>
internal sealed record EventNote(string Type, string Reason, string Message)
{
    public static EventNote Normal(string reason, string message) => new("Normal", reason, message);

    public static EventNote Warning(string reason, string message) => new("Warning", reason, message);
}
