using Microsoft.Extensions.Localization;
using Portal.Core.Jobs;

namespace Portal;

/// <summary>Names the resources that hold the pages' texts: <c>Resources/Texts.resx</c> and its translations.</summary>
public sealed class Texts
{
    private Texts()
    {
    }

    /// <summary>A problem in the reader's language; in the domain's own words where nobody translated them.</summary>
    public static string Problem(IStringLocalizer<Texts> texts, JobProblem problem) =>
        texts[$"Problem-{problem.Code}"] is { ResourceNotFound: false } text ? text : problem.Message;

    /// <summary>Name of a <see cref="RunStep.Kind"/>; an unknown one in its own word.</summary>
    public static string Step(IStringLocalizer<Texts> texts, string kind) =>
        texts[char.IsAsciiLetterUpper(kind[0]) ? $"Operator-{kind}" : $"Step-{kind}"] is { ResourceNotFound: false } text ? text : kind;

    /// <summary>A number of things: the text <c>{key}One</c> for one of them, else <paramref name="key"/> with the number.</summary>
    public static string Count(IStringLocalizer<Texts> texts, string key, int count) => count == 1 ? texts[$"{key}One"] : texts[key, count];
}
