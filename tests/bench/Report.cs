using System.Globalization;

namespace Portal.Bench;

/// <summary>Prints what was measured as Markdown.</summary>
internal static class Report
{
    public static void Write(TextWriter to, string machine, IReadOnlyList<TimeRow> times, IReadOnlyList<MemoryRow> memory, IReadOnlyList<FigureRow> figures)
    {
        to.WriteLine($"Measured on: {machine}.");
        if (times.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("| Time | p50 | p99 | Samples | Aim (p99) | Reached |");
            to.WriteLine("|---|---:|---:|---:|---:|---|");
        }

        foreach (var row in times)
        {
            var worst = row.Percentile(0.99);
            var aim = row.Aim is { } most ? $"≤ {Text(most)} | {(worst <= most ? "yes" : "no")}" : " | ";
            to.WriteLine($"| {row.What} | {Text(row.Percentile(0.5))} | {Text(worst)} | {row.Samples.Count} | {aim} |");
        }

        if (memory.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("| Memory (PSS) | Idle | 20 run pages open |");
            to.WriteLine("|---|---:|---:|");
        }

        foreach (var row in memory)
        {
            to.WriteLine($"| {row.Part} | {Megabytes(row.Idle)} | {Megabytes(row.WithPages)} |");
        }

        if (figures.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("| Figure | Value | Aim | Reached |");
            to.WriteLine("|---|---:|---:|---|");
        }

        foreach (var row in figures)
        {
            to.WriteLine($"| {row.What} | {row.Value} | {row.Aim} | {row.Reached switch { true => "yes", false => "no", null => "" }} |");
        }
    }

    private static string Text(double milliseconds) => milliseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0##} s");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:0} MB");
}
