namespace Portal.Sandbox.Node.Processes;

/// <summary>Signals that are sent to processes, by their number on Linux.</summary>
public enum Signal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}
