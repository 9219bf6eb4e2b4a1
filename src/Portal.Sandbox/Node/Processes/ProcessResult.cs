namespace Portal.Sandbox.Node.Processes;

/// <summary>What became of a process that ran to its end.</summary>
public sealed record ProcessResult(int ExitCode, string Output, string Error);
