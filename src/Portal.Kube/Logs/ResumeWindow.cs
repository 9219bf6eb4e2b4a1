using Portal.Core.Clusters;
using Portal.Core.Logs;

namespace Portal.Kube.Logs;

/// <summary>
/// Remembers the lines of the last two seconds, so that after an interruption the log can be asked for again from there and what was given
/// before is left out: by stamp and text, each as often as it was given. Stamps need not be in order, as those of standard output and
/// standard error are not: a line may be stamped up to a second before the one that it follows.
/// </summary>
internal sealed class ResumeWindow
{
    /// <summary>Lines remembered; where there are more, those before count as given by their stamp alone.</summary>
    private const int Capacity = 20_000;

    private readonly Queue<Mark> _recent = new();
    private readonly LogLine? _after;
    private Dictionary<Mark, int>? _expected;
    private bool _newestSeen;
    private bool _beforeAfter;

    /// <summary>Lines up to this stamp were given.</summary>
    private long _given = long.MinValue;

    /// <param name="after">The last line that the reader holds from an earlier reading; null when it holds none.</param>
    public ResumeWindow(LogLine? after)
    {
        if (after is not { } line)
        {
            return;
        }

        Newest = line.UnixNanoseconds;
        if (line.Text.StartsWith(LogMarkers.Gap, StringComparison.Ordinal))
        {
            // The log does not hold our own remark: go by its stamp, which is that of the line before it.
            _given = line.UnixNanoseconds;
        }
        else
        {
            _after = line;
            _given = line.UnixNanoseconds - 1;
        }
    }

    public enum Verdict
    {
        /// <summary>Was given before.</summary>
        Drop,

        /// <summary>Is new.</summary>
        Take,

        /// <summary>Is new, but the line given last is no longer in the log: there may have been others between.</summary>
        TakeAfterGap,
    }

    /// <summary>The highest stamp given; null when none was.</summary>
    public long? Newest { get; private set; }

    /// <summary>Where the log has to be read again from: a whole second, because the API server hands on whole seconds to the node.</summary>
    public long? Since => Newest - LogStamp.NanosecondsPerSecond is { } back ? Math.Max(0, LogStamp.FloorSecond(back)) : null;

    /// <summary>The log is about to be read again from <see cref="Since"/>.</summary>
    public void BeginReplay()
    {
        if (Newest is not { } newest)
        {
            return;
        }

        _expected = [];
        foreach (var mark in _recent)
        {
            _expected[mark] = _expected.GetValueOrDefault(mark) + 1;
        }

        _newestSeen = false;
        _beforeAfter = _after?.UnixNanoseconds == newest;
    }

    /// <summary>Says of the next line whether it is new, and remembers it if so.</summary>
    public Verdict Accept(LogLine line)
    {
        if (_expected is not null && WasGiven(line))
        {
            return Verdict.Drop;
        }

        // A log only grows at its end: after the first new line all are new.
        var gap = _expected is not null && !_newestSeen;
        _expected = null;
        Record(line);
        return gap ? Verdict.TakeAfterGap : Verdict.Take;
    }

    private bool WasGiven(LogLine line)
    {
        if (line.UnixNanoseconds <= _given)
        {
            _newestSeen |= line.UnixNanoseconds == Newest;
            return true;
        }

        if (_beforeAfter && line.UnixNanoseconds == _after!.Value.UnixNanoseconds)
        {
            // Of the reader's own past only the last line is known: those of the same instant that stand before it were given too.
            _beforeAfter = line.Text != _after.Value.Text;
            _newestSeen |= !_beforeAfter;
            return true;
        }

        var mark = Mark.Of(line);
        if (_expected!.GetValueOrDefault(mark) is var left && left == 0)
        {
            return false;
        }

        _expected![mark] = left - 1;
        _newestSeen |= line.UnixNanoseconds == Newest;
        return true;
    }

    private void Record(LogLine line)
    {
        if (Newest is null || line.UnixNanoseconds > Newest)
        {
            if (Newest == _after?.UnixNanoseconds)
            {
                _given = Newest ?? _given;
            }

            Newest = line.UnixNanoseconds;
        }

        _recent.Enqueue(Mark.Of(line));
        var since = Since!.Value;
        while (_recent.Count > Capacity || (_recent.Count > 0 && _recent.Peek().Stamp < since))
        {
            var gone = _recent.Dequeue();
            if (gone.Stamp >= since)
            {
                _given = Math.Max(_given, gone.Stamp);
            }
        }
    }

    /// <summary>Stands for a line without holding its text. Two texts of one instant, one length and one hash are taken for the same.</summary>
    private readonly record struct Mark(long Stamp, int Length, int Hash)
    {
        public static Mark Of(LogLine line) => new(line.UnixNanoseconds, line.Text.Length, line.Text.GetHashCode(StringComparison.Ordinal));
    }
}
