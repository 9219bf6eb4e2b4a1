using System.Globalization;

namespace Portal.Bench;

/// <summary>What one process costs, as the kernel counts it.</summary>
internal sealed class ProcessMeter(int pid)
{
    private const int TicksPerSecond = 100;
    private double _from = CpuSeconds(pid);

    /// <summary>CPU seconds, user and system, since the meter was made or reset.</summary>
    public double Cpu => CpuSeconds(pid) - _from;

    /// <summary>Most memory it ever had resident, in bytes.</summary>
    public long PeakBytes => StatusKilobytes("VmHWM") * 1024;

    /// <summary>The meter of a part that <c>./run</c> started.</summary>
    public static ProcessMeter OfPart(string dataFolder, string part) =>
        new(int.Parse(File.ReadAllText(Path.Combine(dataFolder, "pid", part)), CultureInfo.InvariantCulture));

    /// <summary>Counts CPU from now on.</summary>
    public void Reset() => _from = CpuSeconds(pid);

    // proc(5): pid (name) state ppid ... the 14th and 15th fields are utime and stime, in ticks of 1/100 s on Linux.
    private static double CpuSeconds(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private long StatusKilobytes(string key)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith($"{key}:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
