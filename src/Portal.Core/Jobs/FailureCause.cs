namespace Portal.Core.Jobs;

/// <summary>Why a run failed, in plain words, with what it was concluded from.</summary>
/// <param name="Code">Stable code, for example <c>OutOfMemory</c>, <c>PythonError</c>, <c>ImagePull</c>, <c>Killed</c>, <c>SyntaxError</c>.</param>
/// <param name="Title">One sentence: what happened.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="Evidence">Log lines, pod states and events that show it.</param>
public sealed record FailureCause(string Code, string Title, string Advice, IReadOnlyList<FailureEvidence> Evidence);
