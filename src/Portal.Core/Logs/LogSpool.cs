using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Logs;

/// <summary>
/// The writer of one log's files. One at a time; any number of <see cref="LogSpoolReader"/>s read what <see cref="Extent"/> covers, at
/// the same time and without locks. What a crash tore off is cut when the files are opened again.
/// </summary>
internal sealed class LogSpool : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly SafeFileHandle _data;
    private readonly SafeFileHandle _index;
    private long _lastEntryOffset;
    private LogExtent _extent;

    private LogSpool(SafeFileHandle data, SafeFileHandle index, SpoolRecovery.Result found)
    {
        _data = data;
        _index = index;
        _extent = found.Extent;
        _lastEntryOffset = found.LastEntryOffset;
        Last = found.Last;
    }

    /// <summary>What may be read now.</summary>
    public LogExtent Extent => Volatile.Read(ref _extent);

    /// <summary>The last line held; null when there is none.</summary>
    public LogLine? Last { get; private set; }

    /// <summary>Opens the files in a folder, creating what is missing and cutting what is torn.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static LogSpool Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var data = File.OpenHandle(Path.Combine(folder, SpoolFormat.DataFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        SafeFileHandle? index = null;
        try
        {
            index = File.OpenHandle(Path.Combine(folder, SpoolFormat.IndexFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            return new LogSpool(data, index, SpoolRecovery.Run(data, index));
        }
        catch
        {
            index?.Dispose();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Adds lines. All of them are there when it returns; when it throws none that readers can see, and it may be called again.</summary>
    /// <exception cref="IOException">The disk is full or refuses.</exception>
    public void Append(IReadOnlyList<LogLine> lines)
    {
        var (count, end, entries) = _extent;
        var lastEntryOffset = _lastEntryOffset;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var used = 0;
            foreach (var line in lines)
            {
                var most = SpoolFormat.MaxSize(line);
                if (used > 0 && used + most > buffer.Length)
                {
                    RandomAccess.Write(_data, buffer.AsSpan(0, used), end);
                    end += used;
                    used = 0;
                }

                if (most > buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(most);
                }

                var offset = end + used;
                if (entries == 0 || offset - lastEntryOffset >= SpoolFormat.IndexStep)
                {
                    SpoolFormat.WriteEntry(_index, entries++, (count, offset, line.UnixNanoseconds));
                    lastEntryOffset = offset;
                }

                used += SpoolFormat.WriteLine(line, buffer.AsSpan(used));
                count++;
            }

            RandomAccess.Write(_data, buffer.AsSpan(0, used), end);
            end += used;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _lastEntryOffset = lastEntryOffset;
        Last = lines.Count > 0 ? lines[^1] : Last;
        Volatile.Write(ref _extent, new LogExtent(count, end, entries));
    }

    /// <summary>Makes sure that what is held survives a power cut.</summary>
    public void Flush()
    {
        RandomAccess.FlushToDisk(_data);
        RandomAccess.FlushToDisk(_index);
    }

    public void Dispose()
    {
        _data.Dispose();
        _index.Dispose();
    }
}
