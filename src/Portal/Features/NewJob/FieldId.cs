namespace Portal.Features.NewJob;

/// <summary>Ids of the form's controls, made of the fields' names, so that a problem can lead to its field.</summary>
public static class FieldId
{
    /// <param name="field">As in <see cref="Core.Jobs.JobProblem.Field"/>.</param>
    public static string Of(string field)
    {
        var main = field.TrimEnd('*').Split('[')[0];
        return "field-" + (main is "Script" or "Script.Content" ? "Script" : main).Replace('.', '-').ToLowerInvariant();
    }
}
