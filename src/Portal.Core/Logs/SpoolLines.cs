using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Logs;

/// <summary>Walks over the lines of a data file, block by block.</summary>
internal static class SpoolLines
{
    private const int BlockSize = 64 * 1024;

    /// <summary>The whole lines between two offsets, without their line ends; each is valid until the next is asked for.</summary>
    /// <param name="data">The file.</param>
    /// <param name="offset">Where a line begins.</param>
    /// <param name="end">What lies beyond is not looked at.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(SafeFileHandle data, long offset, long end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (var held = 0; ;)
            {
                var wanted = (int)Math.Min(buffer.Length - held, end - offset - held);
                var read = RandomAccess.Read(data, buffer.AsSpan(held, wanted), offset + held);
                if (read == 0)
                {
                    yield break;
                }

                held += read;
                var start = 0;
                for (int size; (size = buffer.AsSpan(start, held - start).IndexOf((byte)'\n')) >= 0; start += size + 1)
                {
                    yield return buffer.AsMemory(start, size);
                }

                buffer.AsSpan(start, held - start).CopyTo(buffer);
                held -= start;
                offset += start;
                if (held == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan().CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
