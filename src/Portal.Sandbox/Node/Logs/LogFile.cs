using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Portal.Sandbox.Node.Logs;

/// <summary>
/// The log of one running container: appended to by its two pumps, read by any number of readers through a published length.
/// Bounded: the oldest file is dropped when there are too many. A full disk costs lines, which are counted and reported when there is room again.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private readonly string _folder;
    private readonly NodeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private SafeFileHandle _file;
    private long _fileStart;
    private Int128 _lastStamp;
    private long _lost;
    private TaskCompletionSource? _changed;

    public LogFile(string folder, NodeOptions options, TimeProvider time, ILogger logger)
    {
        (_folder, _options, _time, _logger) = (folder, options, time, logger);
        Directory.CreateDirectory(folder);
        _file = Open(0);
    }

    /// <summary>Bytes written so far, dropped ones included. Everything before it can be read.</summary>
    public long Length { get; private set; }

    /// <summary>Whether nothing will follow.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Completes once there is more than <paramref name="length"/>, or nothing will follow.</summary>
    public Task MoreThanAsync(long length)
    {
        lock (_lock)
        {
            if (Length > length || IsComplete)
            {
                return Task.CompletedTask;
            }

            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _changed.Task;
        }
    }

    /// <summary>Appends whole lines; the last one may be without its end, which makes it a part of one that goes on.</summary>
    public void Append(LogStream stream, ReadOnlySpan<byte> lines)
    {
        lock (_lock)
        {
            _buffer.ResetWrittenCount();
            var count = 0;
            ReportLoss();
            while (lines.Length > 0)
            {
                var end = lines.IndexOf((byte)'\n');
                LogFormat.Write(_buffer, NextStamp(), stream, partial: end < 0, end < 0 ? lines : lines[..end]);
                lines = end < 0 ? default : lines[(end + 1)..];
                count++;
            }

            Write(count);
        }
    }

    /// <summary>Says that nothing will follow.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            IsComplete = true;
            _file.Dispose();
            Publish();
        }
    }

    public void Dispose()
    {
        if (!IsComplete)
        {
            Complete();
        }
    }

    private void Write(int lines)
    {
        try
        {
            if (Length - _fileStart >= _options.LogFileBytes)
            {
                Rotate();
            }

            RandomAccess.Write(_file, _buffer.WrittenSpan, Length - _fileStart);
        }
        catch (IOException e)
        {
            if (_lost == 0)
            {
                _logger.LogWarning(e, "Lines of a container's log are lost: {Folder} cannot be written to", _folder);
            }

            _lost += lines;
            return;
        }

        _lost = 0;
        Length += _buffer.WrittenCount;
        Publish();
    }

    private void ReportLoss()
    {
        if (_lost > 0)
        {
            var notice = System.Text.Encoding.UTF8.GetBytes($"[{_lost} lines lost here: the sandbox's disk was full]");
            LogFormat.Write(_buffer, NextStamp(), LogStream.Error, partial: false, notice);
        }
    }

    private void Rotate()
    {
        var next = Open(Length);
        _file.Dispose();
        (_file, _fileStart) = (next, Length);
        foreach (var old in LogSegment.List(_folder).SkipLast(_options.LogFiles))
        {
            File.Delete(old.Path);
        }
    }

    private SafeFileHandle Open(long start) =>
        File.OpenHandle(LogSegment.At(_folder, start).Path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>No two lines have the same stamp, so that a reader can go on exactly where it was.</summary>
    private Int128 NextStamp() => _lastStamp = Int128.Max(_lastStamp + 1, LogFormat.Nanoseconds(_time.GetUtcNow()));

    private void Publish()
    {
        _changed?.SetResult();
        _changed = null;
    }
}
