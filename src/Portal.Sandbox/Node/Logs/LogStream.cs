namespace Portal.Sandbox.Node.Logs;

/// <summary>Which of a container's two outputs a line came from.</summary>
internal enum LogStream
{
    Output,
    Error,
}
