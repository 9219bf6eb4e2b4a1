namespace Portal.Core.Logs;

/// <summary>A log that is still written, or may be: its files, its state, and those who wait for more.</summary>
internal sealed class LiveLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LogSpool _spool;
    private LogState _state;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Opens the log, creating it when it is not there.</summary>
    public LiveLog(LogMeta meta, string folder)
    {
        Meta = meta;
        Folder = folder;
        Directory.CreateDirectory(folder);
        if (LogMeta.Read(folder) is null)
        {
            meta.Write(folder);
        }

        _spool = LogSpool.Open(folder);

        _state = _spool.Extent.Lines == 0 ? LogState.Waiting : LogState.Reconnecting;
    }

    public LogMeta Meta { get; }

    public string Folder { get; }

    public LogExtent Extent => _spool.Extent;

    public LogLine? Last => _spool.Last;

    public LogState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }

        set
        {
            lock (_lock)
            {
                if (_state != value && _state != LogState.Ended)
                {
                    _state = value;
                    Signal();
                }
            }
        }
    }

    /// <exception cref="IOException">The disk is full or refuses; the lines may be given again.</exception>
    public void Append(IReadOnlyList<LogLine> lines)
    {
        lock (_lock)
        {
            _spool.Append(lines);
            _state = LogState.Streaming;
            Signal();
        }
    }

    /// <summary>Nothing more will come.</summary>
    /// <exception cref="IOException">The disk is full or refuses; it may be called again.</exception>
    public void End()
    {
        lock (_lock)
        {
            _spool.Flush();
            (Meta with { Extent = _spool.Extent }).Write(Folder);
            _state = LogState.Ended;
            Signal();
        }
    }

    public async Task WaitForMoreAsync(long total, LogState state, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (Extent.Lines > total || _state != state)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(ct);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _spool.Dispose();
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
