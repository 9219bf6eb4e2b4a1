namespace Portal.Core.Jobs.Failures;

/// <summary>Causes that Python's own messages show.</summary>
internal static class PythonRules
{
    public static FailureCause? SyntaxError(FailureFacts facts) =>
        Last(facts) is { ShortType: "SyntaxError" or "IndentationError" or "TabError" } t
            ? new("SyntaxError", $"The script has a syntax error{t.Where}: {PodRules.Sentence(t.Message)}", "Correct that line and run again.", t.Evidence(facts.Log))
            : null;

    public static FailureCause? MissingModule(FailureFacts facts) =>
        Last(facts) is { ShortType: "ModuleNotFoundError" or "ImportError" } t
            ? new("ModuleMissing", $"A Python module is missing{t.Where}: {PodRules.Sentence(t.Message)}", "Add the module's file to the job, or use an image that has the package installed.", t.Evidence(facts.Log))
            : null;

    public static FailureCause? Exception(FailureFacts facts) =>
        Last(facts) is { } t
            ? new("PythonError", $"The script failed{t.Where} with {t.ShortType}{(t.Message.Length > 0 ? ": " + PodRules.Sentence(t.Message) : ".")}", "The log line in evidence names the place; correct the script or its data and run again.", t.Evidence(facts.Log))
            : null;

    private static PythonTraceback? Last(FailureFacts facts) => PythonTraceback.All(facts.Log) is [.., var last] ? last : null;
}
