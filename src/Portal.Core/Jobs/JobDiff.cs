using System.Globalization;

namespace Portal.Core.Jobs;

/// <summary>What differs between two jobs.</summary>
public static class JobDiff
{
    /// <summary>The differences, in the order of the form. Empty when both ask for the same.</summary>
    public static IReadOnlyList<JobChange> Between(SparkJob before, SparkJob after)
    {
        var left = Flatten(before);
        var right = Flatten(after).ToDictionary(f => f.Field, f => f.Value, StringComparer.Ordinal);
        var known = left.Select(f => f.Field).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. left.Select(f => new JobChange(f.Field, f.Value, right.GetValueOrDefault(f.Field))).Where(c => c.Before != c.After),
            .. Flatten(after).Where(f => !known.Contains(f.Field)).Select(f => new JobChange(f.Field, null, f.Value)),
        ];
    }

    private static List<(string Field, string Value)> Flatten(SparkJob job) =>
    [
        .. Scalar(nameof(job.Name), job.Name),
        (nameof(job.Type), job.Type.ToString()),
        .. Scalar(nameof(job.MainFile), job.MainFile),
        .. job.Script is { } script ? [("Script.Name", script.Name), ("Script.Content", script.Content)] : Array.Empty<(string, string)>(),
        .. job.Files.Select(f => ($"Files[{f.Name}]", f.Content)),
        .. Scalar(nameof(job.MainClass), job.MainClass),
        .. job.Arguments.Select((a, i) => ($"Arguments[{i}]", a)),
        ("Driver.Cores", Number(job.Driver.Cores)),
        ("Driver.Memory", job.Driver.Memory),
        ("Executor.Cores", Number(job.Executor.Cores)),
        ("Executor.Memory", job.Executor.Memory),
        (nameof(job.Executors), Number(job.Executors)),
        .. job.SparkConf.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => ($"SparkConf[{c.Key}]", c.Value)),
        .. job.Environment.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => ($"Environment[{e.Key}]", e.Value)),
        .. Scalar(nameof(job.Image), job.Image),
        (nameof(job.Retries), Number(job.Retries)),
        .. job.TimeToLiveSeconds is { } seconds ? [(nameof(job.TimeToLiveSeconds), Number(seconds))] : Array.Empty<(string, string)>(),
    ];

    // A text that may be left empty is then not there.
    private static IEnumerable<(string Field, string Value)> Scalar(string field, string value) => value.Length == 0 ? [] : [(field, value)];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
