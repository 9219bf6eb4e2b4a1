using System.Globalization;

namespace Portal.Sandbox.Node;

/// <summary>What the node has to share out.</summary>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="Pods">Pods at a time.</param>
internal sealed record NodeCapacity(decimal Cpu, long Memory, int Pods)
{
    public static NodeCapacity Of(NodeOptions options) => new(options.Cpu ?? Environment.ProcessorCount, options.Memory ?? HostMemory(), options.Pods);

    // MemTotal:       24684084 kB
    private static long HostMemory()
    {
        var total = File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
        return long.Parse(total.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
